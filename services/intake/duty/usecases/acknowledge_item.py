"""The incoming side acknowledges one unfinished thing; never all at once (RD-7)."""

from uuid import UUID

from services.intake.duty.gate import Handover
from shared.errors import BadInput, NotFound


def acknowledge_item(work, handover: Handover, item_id: UUID, joint_note: str | None = None) -> Handover:
    """Large or tangled matters are gone through together first: what was agreed is written down."""
    handover.move("acknowledge", work.principal)
    item = next((item for item in handover.items if item.id == item_id), None)
    if item is None:
        raise NotFound("There is no such item on this handover.")
    if item.large and not (joint_note or item.joint_note):
        said = "Say what the two of you agreed: this is a large matter."
        raise BadInput(said, errors={"joint_note": [said]})
    item.joint_note = joint_note or item.joint_note
    item.acknowledged_at, item.acknowledged_by = work.now, work.principal.name
    handover.updated_at = work.now
    return handover

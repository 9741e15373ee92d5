"""Both sides count what is entrusted to the shift against the list; a difference is explained (RD-7)."""

from services.intake.duty.gate import Handover
from shared.errors import BadInput

FACTS = ("outgoing_count", "incoming_count", "explanation")


def count_entrusted(work, handover: Handover, counts: list[dict]) -> Handover:
    """Each line names its `code` and what was counted by whom; what is left out stays as it was."""
    handover.move("count", work.principal)
    lines = {line.code: line for line in handover.counts}
    unknown = sorted({given["code"] for given in counts} - lines.keys())
    if unknown:
        raise BadInput(
            f"Nothing of this name is entrusted here: {', '.join(unknown)}.",
            errors={"counts": [f"One of: {', '.join(sorted(lines))}."]},
        )
    for given in counts:
        for name in FACTS:
            if name in given:
                setattr(lines[given["code"]], name, given[name])
    handover.updated_at = work.now
    return handover

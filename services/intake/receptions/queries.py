"""Reading receptions: one, and the list."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import matching
from shared.errors import NotFound

from .models import Reception, ReceptionState

PAGE = (Reception.arrives_at, Reception.id)


def reception_by_id(session, reception_id: UUID, *, locked: bool = False) -> Reception:
    wanted = select(Reception).where(Reception.id == reception_id)
    found = session.scalar(wanted.with_for_update() if locked else wanted)
    if found is None:
        raise NotFound("There is no such reception.")
    return found


def receptions(asked: dict):
    wanted = matching(select(Reception), asked, Reception, "site_id", "number")
    if asked.get("state"):
        known = {state.value for state in ReceptionState}
        wanted = wanted.where(Reception.state.in_([word for word in asked["state"].split(",") if word in known]))
    return wanted

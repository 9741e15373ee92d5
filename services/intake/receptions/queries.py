"""Reading receptions: one, and the list."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import in_states, matching
from shared.errors import found

from .models import Reception

PAGE = (Reception.arrives_at, Reception.id)


def reception_by_id(session, reception_id: UUID, *, locked: bool = False) -> Reception:
    wanted = select(Reception).where(Reception.id == reception_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "reception")


def receptions(asked: dict):
    return in_states(matching(select(Reception), asked, Reception, "site_id", "number"), asked, Reception)

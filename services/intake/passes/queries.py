"""Reading passes: one, by its code, and the list."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import in_states, matching
from services.intake.households.models import PersonRole
from services.intake.households.queries import households, people_of
from shared.errors import found

from .codes import read_code
from .models import ReleasePass

PAGE = (ReleasePass.requested_at, ReleasePass.id)


def pass_by_id(session, pass_id: UUID, *, locked: bool = False) -> ReleasePass:
    """`locked` for whoever takes a step: of many at one moment each goes on from what the one before left."""
    wanted = select(ReleasePass).where(ReleasePass.id == pass_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "pass")


def pass_by_code(session, said: str) -> ReleasePass:
    """Whatever was scanned or typed; a code of nobody and one of another site are the same to the asker."""
    return found(session.scalar(select(ReleasePass).where(ReleasePass.code == (read_code(said) or ""))), "pass")


def passes(asked: dict):
    wanted = matching(select(ReleasePass), asked, ReleasePass, "site_id", "unit_id", "number", "purpose")
    return in_states(wanted, asked, ReleasePass)


def owners_of(session, site_id: UUID, unit_id: UUID, day) -> list:
    """Who may say yes for a unit: its owners of that day, by its file."""
    files = session.execute(households({"site_id": site_id, "unit_id": unit_id})).all()
    people = [person for row in files for person in people_of(session, row.id)]
    return [person for person in people if person.role is PersonRole.OWNER and person.here_on(day)]

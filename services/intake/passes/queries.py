"""Reading passes: one, by its code, and the list."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import matching
from services.intake.households.models import PersonRole
from services.intake.households.queries import households, people_of
from shared.errors import NotFound

from .codes import read_code
from .models import PassState, ReleasePass

PAGE = (ReleasePass.requested_at, ReleasePass.id)


def pass_by_id(session, pass_id: UUID, *, locked: bool = False) -> ReleasePass:
    """`locked` for whoever takes a step: of many at one moment each goes on from what the one before left."""
    wanted = select(ReleasePass).where(ReleasePass.id == pass_id)
    return _found(session.scalar(wanted.with_for_update() if locked else wanted))


def pass_by_code(session, said: str) -> ReleasePass:
    """Whatever was scanned or typed; a code of nobody and one of another site are the same to the asker."""
    return _found(session.scalar(select(ReleasePass).where(ReleasePass.code == (read_code(said) or ""))))


def _found(found: ReleasePass | None) -> ReleasePass:
    if found is None:
        raise NotFound("There is no such pass.")
    return found


def passes(asked: dict):
    wanted = matching(select(ReleasePass), asked, ReleasePass, "site_id", "unit_id", "number", "purpose")
    states = [PassState(word) for word in (asked.get("state") or "").split(",") if word in set(PassState)]
    return wanted.where(ReleasePass.state.in_(states)) if asked.get("state") else wanted


def owners_of(session, site_id: UUID, unit_id: UUID, day) -> list:
    """Who may say yes for a unit: its owners of that day, by its file."""
    files = session.execute(households({"site_id": site_id, "unit_id": unit_id})).all()
    people = [person for row in files for person in people_of(session, row.id)]
    return [person for person in people if person.role is PersonRole.OWNER and person.here_on(day)]

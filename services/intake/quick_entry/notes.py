"""Notes about callers and units: written by the desk, read at the next call, ended when they no longer hold."""

from sqlalchemy import or_, select

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.rules import read_phone
from shared.errors import BadInput, NotFound

from .models import CallerNote

MOST = 5


def notes_about(session, site_id, phone: str | None, unit_id, most: int = MOST) -> list[CallerNote]:
    """Those in force, the newest first; nothing without a number or a unit."""
    about = [CallerNote.phone == phone] if phone else []
    about += [CallerNote.unit_id == unit_id] if unit_id else []
    if not about:
        return []
    held = select(CallerNote).where(CallerNote.site_id == site_id, CallerNote.ended_at.is_(None), or_(*about))
    return list(session.scalars(held.order_by(CallerNote.at.desc(), CallerNote.id.desc()).limit(most)))


def write_note(work, *, site_id, text: str, phone: str | None = None, unit_id=None) -> CallerNote:
    """Raises BadInput when it is about nobody."""
    work.principal.require(find_site(work.session, site_id).id, *DESK)
    number = read_phone(phone)[0]
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if number is None and (unit is None or unit.site_id != site_id):
        raise BadInput("About whom?", errors={"phone": ["A number that can be dialled, or a unit of this site."]})
    note = CallerNote(site_id=site_id, phone=number, unit_id=unit_id, text=text, at=work.now)
    note.by_name = work.principal.name
    work.session.add(note)
    work.session.flush()
    return note


def end_note(work, note_id) -> CallerNote:
    note = work.session.scalar(select(CallerNote).where(CallerNote.id == note_id))
    if note is None:
        raise NotFound("There is no such note.")
    work.principal.require(note.site_id, *DESK)
    note.ended_at = note.ended_at or work.now
    work.session.flush()
    return note

"""Something came in and is written into the duty log: complete, sealed, never altered (RD-3)."""

from uuid import UUID

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.duty.gate import KEEPERS
from services.intake.duty.models import DutyEntry, EntryKind
from services.intake.duty.queries import entry_by_id, on_duty
from shared.errors import BadInput, Conflict
from shared.ids import new_id


def write_entry(work, site_id: UUID, kind: str, text: str, **facts) -> DutyEntry:
    """By a person of the site; what somebody still has to see to says `follow_up`."""
    work.principal.require(site_id, *KEEPERS)
    if facts.get("settles_id") is not None:
        _see_settled(work, site_id, facts["settles_id"])
    return enter(work, find_site(work.session, site_id), EntryKind(kind), text, **facts)


def correct_entry(work, entry_id: UUID, text: str, **facts) -> DutyEntry:
    """The old entry stays as it is; the new one points at it."""
    old = entry_by_id(work.session, entry_id)
    work.principal.require(old.site_id, *KEEPERS)
    site = find_site(work.session, old.site_id)
    kept = {name: facts.get(name) or getattr(old, name) for name in ("caller_name", "caller_phone", "unit_id")}
    return enter(work, site, EntryKind.CORRECTION, text, corrects_id=old.id, **kept)


def enter(work, site, kind: EntryKind, text: str, **facts) -> DutyEntry:
    """Write and seal it. The seal goes into the site's chain of the audit trail, which cannot be rewritten either."""
    shift = on_duty(work.session, site.id)
    if facts.get("unit_id") is not None:
        facts["unit_code"] = _unit_code(work.session, site.id, facts["unit_id"])
    entry = DutyEntry(
        id=new_id(),
        operator_id=work.principal.operator_id,
        site_id=site.id,
        number=work.number("L", site.id, zone=site.timezone),
        at=work.now,
        shift_id=shift.id if shift else None,
        kind=kind,
        text=text,
        follow_up=facts.pop("follow_up", False),
        by_subject=work.principal.subject,
        by_name=work.principal.name,
        **facts,
    )
    work.session.add(entry)
    work.audit("duty.entry_written", about=entry, after={"number": entry.number, "seal": entry.seal})
    return entry


def _unit_code(session, site_id: UUID, unit_id: UUID) -> str:
    unit = find_unit_by_id(session, unit_id)
    if unit.site_id != site_id:
        raise BadInput("The unit is at another site.", errors={"unit_id": ["A unit of this site is expected."]})
    return unit.code


def _see_settled(work, site_id: UUID, settles_id: UUID) -> None:
    settled = entry_by_id(work.session, settles_id)
    if settled.site_id != site_id or not settled.follow_up:
        raise Conflict("Nobody has to see to that entry.", number=settled.number)

"""The first shift of a site is taken without a handover; every later one by a signed one (RD-8)."""

from uuid import UUID

from services.intake.directory.queries import find_site
from services.intake.duty.gate import KEEPERS
from services.intake.duty.models import DutyShift, EntryKind
from services.intake.duty.plan import Planned, shift_at
from services.intake.duty.queries import on_duty
from shared.errors import Conflict
from shared.ids import new_id

from .write_entry import enter


def begin_shift(work, site_id: UUID) -> DutyShift:
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    present = on_duty(work.session, site_id)
    if present is not None:
        raise Conflict("Somebody is on duty already: a shift ends by a handover.", shift_id=str(present.id))
    shift = take_shift(work, site, shift_at(site, work.now), work.principal)
    text = f"{shift.name['zh']} {shift.day} 开始值班 · {shift.name['en']} begins"
    enter(work, site, EntryKind.SHIFT, text)
    return shift


def take_shift(work, site, planned: Planned, who) -> DutyShift:
    shift = DutyShift(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        code=planned.code,
        name=planned.name,
        day=planned.day,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        taken_by=who.subject,
        taken_by_name=who.name,
        taken_at=work.now,
    )
    work.session.add(shift)
    work.session.flush()
    work.audit("duty.shift_taken", about=shift, who=who, after={"code": shift.code, "day": shift.day})
    return shift

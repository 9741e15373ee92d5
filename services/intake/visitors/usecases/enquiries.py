"""Material at the gate: the guard asks, the desk decides on some ground, both are recorded (RD-16)."""

from uuid import UUID

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.visitors.enquiries import GateEnquiry
from services.intake.visitors.models import GATE
from shared.contracts.intake_gate import GateEnquiryRefused
from shared.ids import new_id


def ask_desk(work, unit_id: UUID, **facts) -> GateEnquiry:
    unit = find_unit_by_id(work.session, unit_id)
    work.principal.require(unit.site_id, *GATE)
    site = find_site(work.session, unit.site_id)
    enquiry = GateEnquiry(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        number=work.number("GE", site.id, zone=site.timezone),
        unit_id=unit.id,
        unit_code=unit.code,
        asked_at=work.now,
        asked_by_name=work.principal.name,
        **facts,
    )
    work.session.add(enquiry)
    work.session.flush()
    return enquiry


def approve_enquiry(work, enquiry: GateEnquiry, basis: str) -> GateEnquiry:
    """`basis`: which approval it rests on, such as the renovation's permit."""
    enquiry.move("approve", work.principal, basis=basis)
    enquiry.basis = basis
    return _decided(work, enquiry, "approved")


def refuse_enquiry(work, enquiry: GateEnquiry, reason: str) -> GateEnquiry:
    """The owner is told (RD-16)."""
    enquiry.move("refuse", work.principal, reason=reason)
    enquiry.reason = reason
    _decided(work, enquiry, "refused")
    record_of_unit(work, enquiry, "gate_enquiry.refused", number=enquiry.number, reason=reason, note=enquiry.what)
    said = {"number": enquiry.number, "unit_id": enquiry.unit_id, "unit_code": enquiry.unit_code, "at": work.now}
    said |= {"enquiry_id": enquiry.id, "what": enquiry.what, "reason": reason}
    work.announce(GateEnquiryRefused, about=enquiry.id, site_id=enquiry.site_id, **said)
    return enquiry


def let_in(work, enquiry: GateEnquiry) -> GateEnquiry:
    enquiry.move("let-in", work.principal)
    enquiry.entered_at, enquiry.entered_by_name = work.now, work.principal.name
    work.session.flush()
    record_of_unit(work, enquiry, "gate_enquiry.entered", number=enquiry.number, note=enquiry.what)
    return enquiry


def withdraw_enquiry(work, enquiry: GateEnquiry, reason: str) -> GateEnquiry:
    """They drove off again."""
    enquiry.move("withdraw", work.principal, reason=reason)
    enquiry.reason = reason
    work.session.flush()
    return enquiry


def _decided(work, enquiry: GateEnquiry, how: str) -> GateEnquiry:
    enquiry.decided_at, enquiry.decided_by_name = work.now, work.principal.name
    work.audit(f"gate_enquiry.{how}", about=enquiry, because=enquiry.reason or enquiry.basis)
    work.session.flush()
    return enquiry

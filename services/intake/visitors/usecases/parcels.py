"""Received, the household told, chased until collected, signed for (RD-14, RF-7)."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.visitors.models import GATE
from services.intake.visitors.parcels import Direction, Parcel, Signed
from services.intake.visitors.site_rules import rules_of
from shared.contracts.intake_gate import ParcelReceived
from shared.errors import BadInput
from shared.ids import new_id

CODES = 10_000


def receive_parcel(work, unit_id: UUID, direction: Direction = Direction.FOR_UNIT, **facts) -> Parcel:
    """`from_unit` is what the household leaves here for somebody who comes for it: it knows about that."""
    unit = find_unit_by_id(work.session, unit_id)
    work.principal.require(unit.site_id, *GATE)
    site = find_site(work.session, unit.site_id)
    parcel = Parcel(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        number=work.number("PC", site.id, zone=site.timezone),
        direction=direction,
        unit_id=unit.id,
        unit_code=unit.code,
        pickup_code=f"{secrets.randbelow(CODES):04d}",
        received_at=work.now,
        received_by_name=work.principal.name,
        chased=0,
        **facts,
    )
    work.session.add(parcel)
    work.session.flush()
    record_of_unit(work, parcel, "parcel.received", number=parcel.number)
    if direction is Direction.FOR_UNIT:
        first = work.now + timedelta(hours=rules_of(site)["chase_hours"])
        work.timers.set("chase_parcel", parcel.id, first, site_id=site.id)
        _tell(work, parcel)
    return parcel


def chase_parcel(work, parcel: Parcel) -> Parcel:
    """The household is reminded, by the clock or at once by whoever presses the button."""
    parcel.move("chase", work.principal)
    parcel.chased, parcel.chased_at = parcel.chased + 1, work.now
    work.session.flush()
    _tell(work, parcel)
    return parcel


def chase_when_due(work, parcel: Parcel | None) -> datetime | None:
    """When to come again; None when it was collected, or reminded as often as the site wants: then the desk rings."""
    if parcel is None or "chase" not in parcel.allowed(work.principal):
        return None
    rules = rules_of(find_site(work.session, parcel.site_id))
    if parcel.chased >= rules["chase_times"]:
        return None
    chase_parcel(work, parcel)
    return work.now + timedelta(hours=rules["chase_hours"])


def collect_parcel(work, parcel: Parcel, collected_by: str, code: str | None = None, signed: bool = False) -> Parcel:
    """Signed for on the list, or with the code that only the household was told."""
    parcel.move("collect", work.principal, collected_by=collected_by)
    if code is not None and not secrets.compare_digest(code.encode(), parcel.pickup_code.encode()):
        raise BadInput("This is not the pick-up code.", errors={"code": ["The four digits of the message."]})
    if code is None and not signed:
        raise BadInput("Nobody signed.", errors={"signed": ["A signature or the pick-up code is expected."]})
    parcel.collected_by, parcel.collected_at = collected_by, work.now
    parcel.signed_how = Signed.PICKUP_CODE if code is not None else Signed.SIGNATURE
    parcel.handed_over_by_name = work.principal.name
    return _ended(work, parcel, "parcel.collected")


def return_parcel(work, parcel: Parcel, reason: str) -> Parcel:
    parcel.move("return", work.principal, reason=reason)
    parcel.end_reason = reason
    return _ended(work, parcel, "parcel.returned", reason=reason)


def _ended(work, parcel: Parcel, kind: str, **facts) -> Parcel:
    work.timers.cancel("chase_parcel", parcel.id)
    work.session.flush()
    record_of_unit(work, parcel, kind, number=parcel.number, **facts)
    return parcel


def _tell(work, parcel: Parcel) -> None:
    said = {"number": parcel.number, "unit_id": parcel.unit_id, "unit_code": parcel.unit_code, "at": work.now}
    said |= {"parcel_id": parcel.id, "kind": str(parcel.kind), "carrier": parcel.carrier, "shelf": parcel.shelf}
    said |= {"pickup_code": parcel.pickup_code, "reminder": parcel.chased}
    work.announce(ParcelReceived, about=parcel.id, site_id=parcel.site_id, **said)

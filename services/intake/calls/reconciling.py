"""Each day the platform posts its list of ids, or only their count, and is told what differs on either side (RV-9)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from services.intake.tickets.models import Ticket
from shared.errors import BadInput
from shared.ids import new_id
from shared.storage.statements import insert_into

from .memories import memory_of
from .remembered import Reconciliation
from .writing import CHUNK, claim_signature

KEPT_EACH = 1000
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass
class Compared:
    """`missing_here`: listed, but never accepted by us. `missing_there`: accepted in the span, but not listed."""

    here: int
    there: int
    missing_here: list[str] = field(default_factory=list)
    missing_there: list[str] = field(default_factory=list)
    different: list[dict] = field(default_factory=list)
    both: int | None = None

    @property
    def differences(self) -> int:
        named = len(self.missing_here) + len(self.missing_there) + len(self.different)
        return named if self.both is not None else abs(self.here - self.there)

    @property
    def agrees(self) -> bool:
        return self.differences == 0


def reconcile_day(work, platform, asked: dict, nonce: str) -> dict:
    """Compares, keeps what came of it for the desk, and answers. Raises BadInput saying what is missing."""
    since, until = span_of(platform, asked)
    claim_signature(work, nonce)
    pushes = memory_of(platform).pushes
    listed = listed_in(asked)
    if listed is None:
        compared = Compared(counted(work.session, pushes, platform.id, since, until), asked["count"])
    else:
        compared = compare(work.session, pushes, platform.id, since, until, listed)
    if not platform.in_sandbox:
        remember(work, platform, since, until, compared)
    names = ("missing_here", "missing_there", "different", "here", "there", "agrees")
    return {name: getattr(compared, name) for name in names} | {"both": compared.both}


def span_of(platform, asked: dict) -> tuple[datetime, datetime]:
    since, until, day = (asked.get(name) for name in ("since", "until", "day"))
    if day is not None and since is None and until is None and FIRST_YEAR <= day.year <= LAST_YEAR:
        return span_of_day(day, platform.profile.zone)
    if day is not None or since is None or until is None:
        raise BadInput("Say the span.", errors={"day": ["A day, or `from` and `to`."]})
    if since >= until:
        raise BadInput("The span is empty.", errors={"to": ["Later than `from`."]})
    if since.year < FIRST_YEAR or until.year > LAST_YEAR:
        raise BadInput("There is no such span.", errors={"from": [f"Years from {FIRST_YEAR} to {LAST_YEAR}."]})
    return since, until


def span_of_day(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A day on its own clock: 23 or 25 hours where that clock is put forward or back."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def listed_in(asked: dict) -> dict[str, dict] | None:
    """The ids with what was said of each; None where only a count was sent."""
    given = [name for name in ("external_ids", "items", "count") if name in asked]
    if len(given) != 1:
        raise BadInput("One of external_ids, items and count.", errors={"external_ids": ["A list of the day's ids."]})
    if given == ["count"]:
        return None
    return {one["external_id"]: one for one in asked.get("items", ())} | {
        one: {} for one in asked.get("external_ids", ())
    }


def compare(session, pushes, integration_id, since, until, listed: dict[str, dict]) -> Compared:
    here = in_span(session, pushes, integration_id, since, until)
    known = known_of(session, pushes, integration_id, listed)
    return Compared(
        here=len(here),
        there=len(listed),
        missing_here=sorted(listed.keys() - known.keys()),
        missing_there=sorted(here - listed.keys()),
        different=[said for name in sorted(known) for said in differing(name, listed[name], *known[name])],
        both=len(known),
    )


def differing(external_id: str, said: dict, fingerprint: str, state: str):
    """What both know of one record, and do not say alike."""
    for what, ours in (("fingerprint", fingerprint), ("state", state)):
        if said.get(what) not in (None, ours):
            yield {"external_id": external_id, "what": what, "here": ours, "there": said[what]}


def of_span(pushes, integration_id, since, until) -> tuple:
    return pushes.integration_id == integration_id, pushes.received_at >= since, pushes.received_at < until


def in_span(session, pushes, integration_id, since, until) -> set[str]:
    return set(session.scalars(select(pushes.external_id).where(*of_span(pushes, integration_id, since, until))))


def counted(session, pushes, integration_id, since, until) -> int:
    return session.scalar(select(func.count(pushes.id)).where(*of_span(pushes, integration_id, since, until)))


def known_of(session, pushes, integration_id, external_ids) -> dict[str, tuple[str, str]]:
    """Fingerprint and state of what we have, whenever it came."""
    wanted, known = sorted(external_ids), {}
    for start in range(0, len(wanted), CHUNK):
        chosen = select(pushes.external_id, pushes.fingerprint, Ticket.state).where(
            pushes.integration_id == integration_id, pushes.external_id.in_(wanted[start : start + CHUNK])
        )
        rows = session.execute(chosen.outerjoin(Ticket, Ticket.id == pushes.ticket_id))
        known |= {external_id: (fingerprint, str(state or "open")) for external_id, fingerprint, state in rows}
    return known


def remember(work, platform, since, until, compared: Compared) -> None:
    """The latest list of a span counts; of very long lists of differences the first are kept."""
    found = {
        "day": since.astimezone(platform.profile.zone).date(),
        "at": work.now,
        "counted_there": compared.there,
        "counted_here": compared.here,
        "agreed": compared.both,
        "differences": compared.differences,
        **{name: getattr(compared, name)[:KEPT_EACH] for name in ("missing_here", "missing_there", "different")},
    }
    scope = {"id": new_id(), "operator_id": work.principal.operator_id, "integration_id": platform.id}
    span = {"since": since, "until": until}
    statement = insert_into(work.session, Reconciliation).values(scope | span | found)
    once = ["integration_id", "since", "until"]
    work.session.execute(statement.on_conflict_do_update(index_elements=once, set_=found))

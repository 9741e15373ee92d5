"""Assignment by hand: the desk assigns or transfers, a technician grabs; qualification binds all (RW-2, RW-12)."""

from uuid import UUID

from services.dispatch.assignment.queries import as_person, job_of, read_bench
from services.dispatch.assignment.reasons import as_said, in_words
from services.dispatch.assignment.rules import Candidate, weigh
from services.dispatch.staff.models import Staff
from services.dispatch.staff.queries import find_me, find_staff, loads
from services.dispatch.work_orders.models import WorkOrder
from shared.errors import BadInput, Conflict, NotAllowed

ON_RECORD = {"assign": "assigned", "transfer": "transferred"}


def assign_order(work, order: WorkOrder, *, staff_id: UUID | None = None, reason: str | None = None) -> WorkOrder:
    """Give the order to this person, or to whoever fits best when nobody is named."""
    return _hand_over(work, order, "assign", staff_id, reason)


def transfer_order(work, order: WorkOrder, *, staff_id: UUID | None = None, reason: str | None = None) -> WorkOrder:
    """Give an order that somebody has to somebody else."""
    return _hand_over(work, order, "transfer", staff_id, reason)


def grab_order(work, order: WorkOrder) -> WorkOrder:
    """A technician takes an order that nobody has. Of two who grab at once the version lets one win."""
    order.check(work, "grab")
    me = find_me(work.session)
    if me is None:
        raise NotAllowed("Only staff can take an order; your login is not among the staff of this site.")
    candidate = _weigh(work, order, me)
    if candidate.barred or _speaks_against(candidate, "other_trade"):
        _refuse(candidate)
    _give(work, order, me, candidate, "grab", {"code": "grabbed", "value": None}, None)
    return order


def _hand_over(work, order: WorkOrder, action: str, staff_id: UUID | None, reason: str | None) -> WorkOrder:
    order.check(work, action)
    person = find_staff(work.session, staff_id or _best(work, order))
    if person.id == order.technician_id and action == "transfer":
        raise BadInput("This person has the order already.", errors={"staff_id": ["Somebody else is expected."]})
    candidate = _weigh(work, order, person)
    if candidate.barred:
        _refuse(candidate)
    before = {"technician": order.technician and order.technician["code"], "state": order.state}
    _give(work, order, person, candidate, action, {"code": "chosen", "value": work.principal.name}, reason)
    after = {"technician": person.code, "state": order.state}
    work.audit(f"work_order.{ON_RECORD[action]}", about=order, before=before, after=after, because=reason)
    return order


def _best(work, order: WorkOrder) -> UUID:
    ranked = read_bench(work.session, order.site_id, work.now).rank(order)
    best = next((c for c in ranked if c.eligible and c.person.id != order.technician_id), None)
    if best is None:
        detail = "Nobody fits this order right now. Name a person, or escalate it."
        raise Conflict(detail, allowed=order.allowed_to(work.principal))
    return best.person.id


def _weigh(work, order: WorkOrder, person: Staff) -> Candidate:
    bench = read_bench(work.session, order.site_id, work.now)
    counted = loads(work.session, [person.id])
    return weigh(job_of(order), as_person(person, order.site_id, counted), bench.wall)


def _speaks_against(candidate: Candidate, code: str) -> bool:
    return any(reason["code"] == code for reason in candidate.reasons_against)


def _refuse(candidate: Candidate) -> None:
    against = [in_words(reason) for reason in candidate.reasons_against]
    said = [f"{reason['en']}." for reason in against]
    detail = f"{candidate.person.name} may not do this order: {' '.join(said)}"
    raise BadInput(detail, errors={"staff_id": said}, reasons=against)


def _give(work, order, person: Staff, candidate: Candidate, action: str, how: dict, reason: str | None) -> None:
    """What speaks against a person does not bind the desk, but it is written down beside what speaks for them."""
    reasons = [how, *candidate.reasons_for, *({**r, "against": True} for r in candidate.reasons_against)]
    said = as_said(reasons)
    order.give_to(work, person.card(), reasons, action=action, automatic=False, said=said, reason=reason)

"""Write down each change of a pushed ticket, for its platform to be told (RV-9)."""

import json

from sqlalchemy import or_, select

from services.notify.webhooks.models import Delivery, DeliveryState, Subscription
from shared.web.fields import Instant

TIMER = "send_webhooks"
EVENT = "ticket.moved"
BEHIND = "An earlier change was given up."
FACTS = ("ticket_id", "number", "external_id", "sequence", "from_state", "to_state", "action", "reason")


def queue_deliveries(work, events) -> None:
    """Each (ticket, sequence) once; tickets that no platform pushed concern nobody."""
    moves = {(e.data["ticket_id"], e.data["sequence"]): e for e in events if e.data.get("integration_id")}
    if not moves:
        return
    wanted = {e.data["integration_id"] for e in moves.values()}
    subscribed = {s.id: s for s in work.session.scalars(select(Subscription).where(Subscription.id.in_(wanted)))}
    known, stuck = _written(work.session, moves)
    fresh = [_delivery(work, event, subscribed, stuck) for key, event in moves.items() if key not in known]
    work.session.add_all(fresh)
    if any(delivery.state == DeliveryState.PENDING for delivery in fresh):
        work.timers.hasten(TIMER, work.principal.operator_id, work.now)


def _written(session, moves) -> tuple[set, set]:
    """The changes already written down, and the tickets whose platform did not answer for a week: later changes of
    those wait in the same list for a resend."""
    tickets, sequences = {ticket_id for ticket_id, _ in moves}, {sequence for _, sequence in moves}
    given_up = Delivery.state == DeliveryState.GIVEN_UP
    wanted = select(Delivery.ticket_id, Delivery.sequence, given_up)
    wanted = wanted.where(Delivery.ticket_id.in_(tickets), or_(Delivery.sequence.in_(sequences), given_up))
    rows = session.execute(wanted).all()
    known = {(ticket_id, sequence) for ticket_id, sequence, _ in rows}
    return known, {ticket_id for ticket_id, _, stuck in rows if stuck}


def _delivery(work, event, subscribed: dict, stuck: set) -> Delivery:
    data = event.data
    delivery = Delivery(
        site_id=event.site_id,
        integration_id=data["integration_id"],
        ticket_id=data["ticket_id"],
        number=data["number"],
        sequence=data["sequence"],
        body=write_body(event),
        state=DeliveryState.PENDING,
        tries=0,
        next_at=work.now,
    )
    subscription = subscribed.get(delivery.integration_id)
    if not (subscription and subscription.wants(EVENT, event.site_id)):
        delivery.move("skip", work.principal)
    elif delivery.ticket_id in stuck:
        delivery.move("give_up", work.principal)
        delivery.answer = BEHIND
    return delivery


def write_body(event) -> str:
    """The payload, fixed once: every retry sends the same bytes."""
    facts = {name: event.data.get(name) for name in FACTS} | {"at": _when(event.data["at"])}
    payload = {"type": EVENT, "timestamp": _when(event.time), "data": facts}
    return json.dumps(payload, ensure_ascii=False, default=str, separators=(",", ":"))


def _when(moment) -> str:
    return Instant().serialize("at", {"at": moment})

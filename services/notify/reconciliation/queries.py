"""Three statements for a page of tickets: their visits, their messages by state, their webhooks."""

from collections import defaultdict

from sqlalchemy import func, select

from services.notify.messages.models import Message
from services.notify.return_visits.models import ReturnVisit
from services.notify.webhooks.models import Delivery


def facts_of(session, tickets) -> list[dict]:
    ids = [ticket.id for ticket in tickets]
    visits = defaultdict(list)
    for visit in session.scalars(select(ReturnVisit).where(ReturnVisit.ticket_id.in_(ids)).order_by(ReturnVisit.id)):
        visits[visit.ticket_id].append(visit)
    messages = _counted(session, Message, ids)
    webhooks = _counted(session, Delivery, ids)
    last = select(Delivery.ticket_id, func.max(Delivery.sequence)).where(Delivery.ticket_id.in_(ids))
    sequences = dict(session.execute(last.group_by(Delivery.ticket_id)).all())
    return [
        {
            "ticket_id": ticket.id,
            "number": ticket.number,
            "return_visits": visits[ticket.id],
            "messages": messages[ticket.id],
            "webhooks": _webhooks(webhooks[ticket.id], sequences.get(ticket.id, 0)),
        }
        for ticket in tickets
    ]


def _counted(session, model, ids) -> dict:
    counted = select(model.ticket_id, model.state, func.count()).where(model.ticket_id.in_(ids))
    found = defaultdict(dict)
    for ticket_id, state, count in session.execute(counted.group_by(model.ticket_id, model.state)):
        found[ticket_id][state.value] = count
    return found


def _webhooks(states: dict, last_sequence: int) -> dict:
    counted = {state: states.get(state, 0) for state in ("delivered", "pending", "given_up", "skipped")}
    return {**counted, "last_sequence": last_sequence}

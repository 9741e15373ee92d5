"""What an event means for people: from events to the letters that tell of them."""

from services.notify.tickets.usecases import find_tickets

from .usecases import Letter, queue_messages


def tell_callers(work, events, kind: str, words=lambda data: {}) -> None:
    """One letter per event to whoever asked for the ticket it is about."""
    if not events:
        return
    tickets = find_tickets(work.session, {event.data["ticket_id"] for event in events})
    letters = [Letter(e.id, kind, tickets[e.data["ticket_id"]], words=words(e.data)) for e in events]
    queue_messages(work, events[0].site_id, letters)


def tell_declined(work, event) -> None:
    """A customer who withdrew knows it; one who was declined is owed the explanation (RD-6)."""
    tell_callers(work, [event] if event.data["declined"] else [], "ticket_declined", reason)


def tell_payers(work, events, kind: str, words) -> None:
    """About money: the caller of the ticket it was for, else whoever pays for the unit."""
    named = [(event, _ticket_of(event.data)) for event in events]
    tickets = find_tickets(work.session, {ticket_id for _, ticket_id in named if ticket_id})
    letters = [
        Letter(event.id, kind, tickets.get(ticket_id), event.data.get("unit_id"), words(event.data))
        for event, ticket_id in named
        if ticket_id or event.data.get("unit_id")
    ]
    queue_messages(work, events[0].site_id, letters)


def tell_supervisors(work, event, kind: str, origin_id, words) -> None:
    """About a ticket, in the app of those the kind is for, once per `origin_id`."""
    tickets = find_tickets(work.session, {event.data["ticket_id"]})
    letter = Letter(origin_id, kind, tickets[event.data["ticket_id"]], words=words(event.data))
    queue_messages(work, event.site_id, [letter])


def tell_leaders(work, event, kind: str, words) -> None:
    """About the site's day and no single ticket, in the app of those the kind is for, once per event."""
    queue_messages(work, event.site_id, [Letter(event.id, kind, words=words(event.data))])


def tell_all_callers(work, event, kind: str, words) -> None:
    """One letter to each who asked for one of the tickets the event names, however many of them they asked for."""
    tickets = find_tickets(work.session, set(event.data["ticket_ids"]))
    said = words(event.data)
    by_caller = {}
    for ticket in sorted(tickets.values(), key=lambda ticket: ticket.number):
        by_caller.setdefault(ticket.person_id or ticket.caller_phone or ticket.id, ticket)
    queue_messages(work, event.site_id, [Letter(event.id, kind, ticket, words=said) for ticket in by_caller.values()])


def both(name: dict) -> str:
    return f"{name['zh']} / {name['en']}"


def emergency(data: dict) -> dict:
    return {name: data[name] for name in ("number", "description", "calls")} | {"place": data["place"] or "–"}


def incident(data: dict) -> dict:
    """Words that stand in both languages are told in both."""
    where = data.get("building_name")
    told = {"incident": data["number"], "what": data["description"], "tickets": data.get("tickets")}
    told["tickets"] = told["tickets"] or len(data.get("ticket_ids") or ())
    told["where"] = both(where) if where else "–"
    return told | {"message": data.get("message") or data.get("outcome"), "by": data.get("ended_by")}


def handover(data: dict) -> dict:
    told = {"handover": data["number"], "outgoing": data["outgoing"], "incoming": data["incoming"]}
    return {**told, "items": data["items"], "differing": ", ".join(data["differing"]) or "–"}


def day_report(data: dict) -> dict:
    counted = {name: data[name] for name in ("taken", "closed", "open", "overdue", "urgent", "complaints")}
    counted["visitors"] = data.get("visitors") or 0
    return {**counted, "day": data["day"].isoformat(), "by": data["issued_by"], "remark": data.get("remark") or "–"}


def digest(data: dict) -> dict:
    parts = [f"{both(part['name'])} {part['open']} ({part['overdue']})" for part in data["departments"]]
    return {"slot": data["slot"], "departments": "; ".join(parts)}


def keys(data: dict) -> dict:
    """Which are out and with whom: whoever fetches them back has to know."""
    return {"keys": "; ".join(f"{part['number']} {part['name']} ({part['borrower']})" for part in data["items"])}


def agreements(data: dict) -> dict:
    said = (f"{part['unit_code']} {part['title']} {part['ends'].isoformat()}" for part in data["items"])
    return {"agreements": "; ".join(said)}


def reason(data: dict) -> dict:
    return {"reason": data.get("reason")}


def order(data: dict) -> dict:
    technician = data.get("technician") or {}
    return {"order": data["number"], "technician": technician.get("name"), **reason(data)}


def finished_order(data: dict) -> dict:
    return {**order(data), "amount": f"{data['amount']:.2f}"}


def bill(data: dict) -> dict:
    return {"bill": data["number"], "amount": f"{data['amount']:.2f}", **reason(data)}


def payment(data: dict) -> dict:
    return {"receipt": data["receipt_number"], "amount": f"{data['amount']:.2f}", **reason(data)}


def rework(data: dict) -> dict:
    return {**reason(data), "times": data.get("reopened_times")}


def _ticket_of(data: dict):
    """A payment may settle several bills: the first one that was for a ticket says whom to tell."""
    if data.get("ticket_id"):
        return data["ticket_id"]
    return next((part["ticket_id"] for part in data.get("allocations", []) if part.get("ticket_id")), None)

"""What notify makes of events: one message a letter, one visit a completed order, one delivery a move (RV-1, RV-5,
RV-9)."""

from collections import Counter
from collections.abc import Iterator

from .copies import both, copied, traceless
from .verdict import Finding, exactly_one

WITHOUT_VISIT = ("repair_public",)  # inspected on the spot instead (RW-7)


def one_message(kind: str, *, origin: str | None = None, wanted=lambda data: True):
    """One message a recipient; somebody is always told, if only that nothing can be sent (suppressed)."""

    def look(standing, event) -> Iterator[Finding]:
        if not wanted(event.data):
            return
        origin_id = event.data[origin] if origin else event.id
        found = [row for row in standing.find("notify", "messages", "origin_id", origin_id) if row.kind == kind]
        if not found:
            yield Finding("lost", "message", str(event), f"no message {kind}")
        for recipient, times in Counter(row.recipient for row in found).items():
            if times > 1:
                yield Finding("doubled", "message", str(event), f"{times} × {kind} to {recipient}")

    return look


def one_visit(standing, event) -> Iterator[Finding]:
    if event.data["ticket_kind"] not in WITHOUT_VISIT:
        visits = standing.find("notify", "return_visits", "work_order_id", event.data["work_order_id"])
        yield from exactly_one(len(visits), "visit", str(event), f"return visit of {event.data['number']}")


def one_delivery(standing, event) -> Iterator[Finding]:
    data = event.data
    if data.get("integration_id"):
        moves = standing.by("notify", "webhook_deliveries", "ticket_id", "sequence")
        found = moves.get((data["ticket_id"], data["sequence"]), [])
        yield from exactly_one(len(found), "delivery", str(event), f"delivery {data['sequence']} of {data['number']}")


def about_somebody(data: dict) -> bool:
    parts = data.get("allocations") or ()
    return bool(data.get("ticket_id") or data.get("unit_id") or any(part.get("ticket_id") for part in parts))


def payer(kind: str):
    return one_message(kind, wanted=about_somebody)


learned = copied("notify", "tickets", "ticket_id", "heard_version")
ended = copied("notify", "tickets", "ticket_id", "ended_version")


def reported(standing, event) -> Iterator[Finding]:
    yield from one_message(f"ticket_declined_{event.data['to']}")(standing, event)


def reception(standing, event) -> Iterator[Finding]:
    yield from one_message(f"reception_{event.data['what']}")(standing, event)


def parcel(standing, event) -> Iterator[Finding]:
    yield from one_message("parcel_waiting" if event.data["reminder"] else "parcel_received")(standing, event)


NOBODY_TOLD = traceless("Nobody is told, see services/notify/messages/handlers.py.")

TABLE = {
    "intake.site.changed": copied("notify", "sites", "site_id", "heard_version"),
    "intake.unit.changed": copied("notify", "units", "unit_id", "heard_version"),
    "intake.household.contacts_changed": copied("notify", "households", "household_id", "heard_version"),
    "intake.ticket.opened": both(learned, one_message("ticket_opened")),
    "intake.ticket.amended": learned,
    "intake.ticket.cancelled": both(ended, one_message("ticket_declined", wanted=lambda data: data["declined"])),
    "intake.ticket.closed": both(ended, one_message("ticket_closed", wanted=lambda data: data["by"] != "incident")),
    "intake.ticket.merged": both(ended, one_message("ticket_merged")),
    "intake.ticket.reopened": one_message("ticket_reopened_supervisor", origin="cause_id"),
    "intake.ticket.moved": one_delivery,
    "intake.ticket.reported": reported,
    "intake.emergency.opened": one_message("emergency_opened"),
    "intake.incident.proposed": one_message("incident_proposed"),
    "intake.incident.declared": one_message("incident_declared"),
    "intake.incident.updated": one_message("incident_updated", wanted=lambda data: data["ticket_ids"]),
    "intake.incident.ended": both(
        one_message("incident_over"), one_message("incident_ended", wanted=lambda data: data["ticket_ids"])
    ),
    "intake.handover.signed": one_message("handover_signed"),
    "intake.day_report.issued": one_message("day_report_issued"),
    "intake.digest.issued": one_message("digest_issued"),
    "intake.keys.not_back": one_message("keys_not_back"),
    "intake.agreements.expiring": one_message("agreements_expiring"),
    "intake.slip.overdue": one_message("slip_overdue"),
    "intake.slip_summary.issued": one_message("slip_summary_issued"),
    "intake.reception.due": reception,
    "intake.visitor.arrived": one_message("visitor_arrived"),
    "intake.parcel.received": parcel,
    "intake.release_pass.issued": one_message("release_pass_issued"),
    "intake.release_pass.used": one_message("release_pass_used"),
    "intake.gate_enquiry.refused": one_message("gate_enquiry_refused"),
    "intake.renovation.approved": one_message("renovation_approved"),
    "intake.notice.written": one_message("notice_written"),
    "intake.notice.escalated": one_message("notice_escalated"),
    "dispatch.work_order.created": NOBODY_TOLD,
    "dispatch.work_order.assigned": one_message("order_assigned"),
    "dispatch.work_order.accepted": NOBODY_TOLD,
    "dispatch.work_order.arrived": NOBODY_TOLD,
    "dispatch.work_order.suspended": NOBODY_TOLD,
    "dispatch.work_order.completed": both(one_visit, one_message("order_completed")),
    "dispatch.work_order.verified": NOBODY_TOLD,
    "dispatch.work_order.reworked": NOBODY_TOLD,
    "dispatch.work_order.cancelled": NOBODY_TOLD,
    "dispatch.order.escalated": one_message("order_escalated_supervisor"),
    "billing.bill.issued": payer("bill_issued"),
    "billing.bill.reversed": payer("bill_reversed"),
    "billing.bill.paid": NOBODY_TOLD,
    "billing.payment.received": payer("payment_received"),
    "billing.payment.reversed": payer("payment_reversed"),
}

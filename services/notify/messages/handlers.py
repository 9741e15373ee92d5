"""Events that people are told of. Those that say nothing to anybody say here why."""

from shared.contracts import (
    billing,
    dispatch,
    intake,
    intake_desk,
    intake_duty,
    intake_emergencies,
    intake_incidents,
    intake_registers,
)
from shared.messaging.handlers import Handlers

from . import letters

handlers = Handlers()


@handlers.on_many(intake.TicketOpened)
def on_ticket_opened(work, events):
    letters.tell_callers(work, events, "ticket_opened")


@handlers.on(intake.TicketCancelled)
def on_ticket_cancelled(work, event):
    letters.tell_declined(work, event)


@handlers.on(intake_desk.TicketReported)
def on_ticket_reported(work, event):
    """To the role it is reported to, once per step (RD-6)."""
    letters.tell_supervisors(work, event, f"ticket_declined_{event.data['to']}", event.id, letters.reason)


@handlers.on(intake_duty.HandoverSigned)
def on_handover_signed(work, event):
    letters.tell_leaders(work, event, "handover_signed", letters.handover)


@handlers.on(intake_duty.DayReportIssued)
def on_day_report_issued(work, event):
    letters.tell_leaders(work, event, "day_report_issued", letters.day_report)


@handlers.on(intake_duty.DigestIssued)
def on_digest_issued(work, event):
    letters.tell_leaders(work, event, "digest_issued", letters.digest)


@handlers.on(intake_registers.KeysNotBack)
def on_keys_not_back(work, event):
    letters.tell_leaders(work, event, "keys_not_back", letters.keys)


@handlers.on(intake_registers.AgreementsExpiring)
def on_agreements_expiring(work, event):
    letters.tell_leaders(work, event, "agreements_expiring", letters.agreements)


@handlers.on(intake_emergencies.EmergencyOpened)
def on_emergency_opened(work, event):
    """The leaders, at once (RD-17)."""
    letters.tell_leaders(work, event, "emergency_opened", letters.emergency)


@handlers.on(intake_incidents.IncidentProposed)
def on_incident_proposed(work, event):
    letters.tell_leaders(work, event, "incident_proposed", letters.incident)


@handlers.on(intake_incidents.IncidentDeclared)
def on_incident_declared(work, event):
    """The leaders at once (RD-17); the callers when the desk has something to say to them."""
    letters.tell_leaders(work, event, "incident_declared", letters.incident)


@handlers.on(intake_incidents.IncidentUpdated)
def on_incident_updated(work, event):
    letters.tell_all_callers(work, event, "incident_updated", letters.incident)


@handlers.on(intake_incidents.IncidentEnded)
def on_incident_ended(work, event):
    """Everybody who called is answered, and the leaders hear that it is over (RD-17)."""
    letters.tell_all_callers(work, event, "incident_ended", letters.incident)
    letters.tell_leaders(work, event, "incident_over", letters.incident)


@handlers.on_many(intake.TicketClosed)
def on_ticket_closed(work, events):
    """Who called about a mass outage is told that it ended once, by the incident itself (RD-17)."""
    letters.tell_callers(work, [event for event in events if event.data["by"] != "incident"], "ticket_closed")


@handlers.on_many(intake.TicketMerged)
def on_ticket_merged(work, events):
    letters.tell_callers(work, events, "ticket_merged", lambda data: {"into": data["into_number"]})


@handlers.on(intake.TicketReopened)
def on_ticket_reopened(work, event):
    """Told once per cause, by the one who counts the times (RW-8)."""
    letters.tell_supervisors(work, event, "ticket_reopened_supervisor", event.data["cause_id"], letters.rework)


@handlers.on_many(dispatch.WorkOrderReworked)
def on_work_order_reworked(work, events):
    """Nobody is told: intake reopens the ticket for the same cause and says which time it is, which this cannot."""


@handlers.on(dispatch.OrderEscalated)
def on_order_escalated(work, event):
    letters.tell_supervisors(work, event, "order_escalated_supervisor", event.id, letters.order)


@handlers.on_many(dispatch.WorkOrderAssigned)
def on_work_order_assigned(work, events):
    letters.tell_callers(work, events, "order_assigned", letters.order)


@handlers.on_many(dispatch.WorkOrderCompleted)
def on_work_order_completed(work, events):
    letters.tell_callers(work, events, "order_completed", letters.finished_order)


@handlers.on_many(billing.BillIssued)
def on_bill_issued(work, events):
    letters.tell_payers(work, events, "bill_issued", letters.bill)


@handlers.on_many(billing.BillReversed)
def on_bill_reversed(work, events):
    letters.tell_payers(work, events, "bill_reversed", letters.bill)


@handlers.on_many(billing.PaymentReceived)
def on_payment_received(work, events):
    letters.tell_payers(work, events, "payment_received", letters.payment)


@handlers.on_many(billing.PaymentReversed)
def on_payment_reversed(work, events):
    letters.tell_payers(work, events, "payment_reversed", letters.payment)


@handlers.on_many(billing.BillPaid)
def on_bill_paid(work, events):
    """Nobody is told: the receipt of the payment already says it."""


@handlers.on_many(dispatch.WorkOrderCreated)
def on_work_order_created(work, events):
    """Nobody is told: the assignment follows and says who will come."""


@handlers.on_many(dispatch.WorkOrderAccepted)
def on_work_order_accepted(work, events):
    """Nobody is told: to the customer nothing changes, the same technician comes."""


@handlers.on_many(dispatch.WorkOrderArrived)
def on_work_order_arrived(work, events):
    """Nobody is told: the technician stands at the door (RW-3)."""


@handlers.on_many(dispatch.WorkOrderSuspended)
def on_work_order_suspended(work, events):
    """Nobody is told by message: the desk explains a delay itself, with the next date (RW-5, RD-6)."""


@handlers.on_many(dispatch.WorkOrderVerified)
def on_work_order_verified(work, events):
    """Nobody is told: passed, the ticket closes and says so; failed, the rework tells the supervisor (RW-7)."""


@handlers.on_many(dispatch.WorkOrderCancelled)
def on_work_order_cancelled(work, events):
    """Nobody is told: an order ends because its ticket did, and that is told where it is decided."""

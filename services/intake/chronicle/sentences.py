"""One sentence per kind of event, as a person would say it at the desk."""

from shared.web.pages import _
from shared.web.pages.filters import money, state

from .message_words import message_words


def number(facts: dict) -> str:
    return facts.get("number") or ""


def technician(facts: dict) -> str:
    return facts.get("technician") or ""


SENTENCES = {
    "ticket.opened": lambda f: _("Ticket %(number)s was opened", number=number(f)),
    "ticket.amended": lambda f: _("Facts were corrected"),
    "ticket.classified": lambda f: _("Classified as %(kind)s", kind=state(f.get("kind"))),
    "ticket.taken": lambda f: _("The case was taken on"),
    "ticket.waiting": lambda f: _("The ticket waits"),
    "ticket.resumed": lambda f: _("The ticket goes on"),
    "ticket.owner_handed_over": lambda f: _("The case was handed over to %(name)s", name=f.get("to_owner", "")),
    "ticket.cancelled": lambda f: _("The request was withdrawn"),
    "ticket.declined": lambda f: _("The request was declined and explained"),
    "ticket.closed": lambda f: _("The ticket was closed (%(by)s)", by=state(f.get("by"))),
    "ticket.reopened": lambda f: _("The ticket was reopened, time %(times)s", times=f.get("times", 1)),
    "ticket.merged": lambda f: _("Joined to ticket %(number)s", number=f.get("into", "")),
    "ticket.called_again": lambda f: _("There was another call about this"),
    "ticket.answered": lambda f: _("The customer was answered"),
    "ticket.written_answer": lambda f: _("The customer was answered in writing"),
    "ticket.reported": lambda f: _("Reported upward: %(role)s", role=state(f.get("to"))),
    "ticket.report_taken": lambda f: _("The report was taken on"),
    "ticket.absorbed": lambda f: _("Ticket %(number)s was joined to this one", number=number(f)),
    "emergency.opened": lambda f: _("The emergency plan was opened"),
    "emergency.reached": lambda f: _("%(whom)s was reached", whom=f.get("whom", "")),
    "emergency.no_answer": lambda f: _("%(whom)s did not answer", whom=f.get("whom", "")),
    "emergency.arrived": lambda f: _("Somebody has arrived"),
    "emergency.outside_help": lambda f: _("Outside help was called"),
    "emergency.note": lambda f: _("Noted during the emergency"),
    "incident.joined": lambda f: _("It hangs on incident %(number)s", number=number(f)),
    "incident.left": lambda f: _("It was taken off incident %(number)s", number=number(f)),
    "incident.told": lambda f: _("Everybody of incident %(number)s was told", number=number(f)),
    "incident.ended": lambda f: _("Incident %(number)s is over", number=number(f)),
    "attachment.added": lambda f: _("A file was added: %(shape)s", shape=state(f.get("shape"))),
    "attachment.removed": lambda f: _("A file was removed: %(shape)s", shape=state(f.get("shape"))),
    "procedure.opened": lambda f: _("%(number)s was begun", number=number(f)),
    "procedure.step_done": lambda f: _("A step of %(number)s was done", number=number(f)),
    "procedure.step_skipped": lambda f: _("A step of %(number)s was left out", number=number(f)),
    "procedure.step_failed": lambda f: _("A step of %(number)s was not right", number=number(f)),
    "procedure.step_overdue": lambda f: _("A step of %(number)s is overdue", number=number(f)),
    "procedure.finished": lambda f: _("%(number)s was finished", number=number(f)),
    "procedure.abandoned": lambda f: _("%(number)s ended before it was done", number=number(f)),
    "notice.written": lambda f: _("Rectification notice %(number)s was written", number=number(f)),
    "notice.settled": lambda f: _("Rectification notice %(number)s was settled", number=number(f)),
    "notice.escalated": lambda f: _("Rectification notice %(number)s was escalated", number=number(f)),
    "title.recorded": lambda f: _("A title was entered into the register"),
    "title.corrected": lambda f: _("The title register was corrected"),
    "title.struck": lambda f: _("A line of the title register was struck out"),
    "lease.recorded": lambda f: _("A lease was entered into the register"),
    "lease.corrected": lambda f: _("The lease register was corrected"),
    "lease.struck": lambda f: _("A line of the lease register was struck out"),
    "agreement.recorded": lambda f: _("Agreement entered: %(title)s", title=number(f)),
    "agreement.amended": lambda f: _("Agreement corrected: %(title)s", title=number(f)),
    "agreement.renewed": lambda f: _("Agreement renewed: %(title)s", title=number(f)),
    "agreement.ended": lambda f: _("Agreement ended: %(title)s", title=number(f)),
    "file.noted": lambda f: _("A note was written into the file"),
    "entrusted.taken": lambda f: _("Something was left at the desk, receipt %(number)s", number=number(f)),
    "entrusted.given_back": lambda f: _("What was left at the desk was given back: %(number)s", number=number(f)),
    "entrusted.passed_on": lambda f: _("What was left at the desk was passed on: %(number)s", number=number(f)),
    "work_order.created": lambda f: _("Work order %(number)s was made", number=number(f)),
    "work_order.assigned": lambda f: _("%(number)s was given to %(name)s", number=number(f), name=technician(f)),
    "work_order.accepted": lambda f: _("Order %(number)s was taken on", number=number(f)),
    "work_order.arrived": lambda f: _("Arrived on the spot"),
    "work_order.suspended": lambda f: _("Work is interrupted"),
    "work_order.completed": lambda f: completed(f),
    "work_order.verified": lambda f: _("Inspection passed") if f.get("passed") else _("Inspection failed"),
    "work_order.reworked": lambda f: _("It is done again: order %(number)s", number=number(f)),
    "work_order.cancelled": lambda f: _("Work order %(number)s was cancelled", number=number(f)),
    "order.escalated": lambda f: _("Work order %(number)s needs the supervisor", number=number(f)),
    "bill.issued": lambda f: _("Bill %(number)s of %(amount)s", number=number(f), amount=money(f.get("amount"))),
    "bill.reversed": lambda f: _("Bill %(number)s was taken back", number=number(f)),
    "bill.paid": lambda f: _("Bill %(number)s is paid", number=number(f)),
    "payment.received": lambda f: _(
        "%(amount)s paid, receipt %(number)s", amount=money(f.get("amount")), number=f.get("receipt_number", "")
    ),
    "payment.reversed": lambda f: _("The payment of receipt %(number)s was undone", number=f.get("receipt_number", "")),
    "message.delivered": lambda f: _("%(to)s was told %(how)s: %(about)s", **message_words(f)),
    "message.failed": lambda f: _("%(to)s could not be told %(how)s: %(about)s", **message_words(f)),
    "release_pass.issued": lambda f: _("Item-release pass %(number)s was issued", number=number(f)),
    "release_pass.used": lambda f: _("Goods left with pass %(number)s", number=number(f)),
    "release_pass.refused": lambda f: _("The gate refused pass %(number)s", number=number(f)),
    "release_pass.cancelled": lambda f: _("Item-release pass %(number)s was cancelled", number=number(f)),
    "visitor.admitted": lambda f: _("A visitor came in (%(number)s)", number=number(f)),
    "visitor.turned_away": lambda f: _("A visitor was turned away (%(number)s)", number=number(f)),
    "parcel.received": lambda f: _("Something was handed in: %(number)s", number=number(f)),
    "parcel.collected": lambda f: _("%(number)s was collected and signed for", number=number(f)),
    "parcel.returned": lambda f: _("%(number)s was sent back", number=number(f)),
    "gate_enquiry.entered": lambda f: _("Material was let in (%(number)s)", number=number(f)),
    "gate_enquiry.refused": lambda f: _("Material was not let in (%(number)s)", number=number(f)),
    "booking.made": lambda f: _("A facility was booked: %(number)s", number=number(f)),
    "booking.took_place": lambda f: _("Booking %(number)s took place", number=number(f)),
    "booking.not_used": lambda f: _("Nobody came for booking %(number)s", number=number(f)),
    "booking.cancelled": lambda f: _("Booking %(number)s was cancelled", number=number(f)),
    "return_visit.completed": lambda f: asked(f),
    "return_visit.unreachable": lambda f: _("The customer could not be reached for the return visit"),
}


def asked(facts: dict) -> str:
    """With the score the customer gave, if any (RV-3)."""
    if not facts.get("score"):
        return _("The customer was asked")
    return _("The customer was asked and gave %(score)s of 5", score=facts["score"])


def completed(facts: dict) -> str:
    """With the amount when there is something to pay."""
    if facts.get("amount") in (None, "0", "0.00"):
        return _("The work is done")
    return _("The work is done, %(amount)s", amount=money(facts["amount"]))

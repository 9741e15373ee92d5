"""Every kind of message there is: who is told, and which facts its text may name."""

from dataclasses import dataclass

COMMON = ("number", "site", "name", "category", "place")


@dataclass(frozen=True)
class Kind:
    """`roles` is empty for messages to customers; otherwise everybody with one of them at the site is told.

    `owner` is for what an owner has to know although somebody else lives there.
    """

    name: str
    words: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    owner: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        return COMMON + self.words


SUPERVISORS = ("supervisor",)
DAY_REPORT = ("day", "taken", "closed", "open", "overdue", "urgent", "complaints", "visitors", "remark", "by")
DESK = ("desk", "night_duty", *SUPERVISORS)
LEADERS = (*SUPERVISORS, "manager")
INCIDENT = ("incident", "what", "where", "tickets")
PARCEL = ("parcel", "unit", "carrier", "shelf", "code")
RECEPTION = ("reception", "title", "place_of_it", "people")

KINDS = {
    kind.name: kind
    for kind in (
        Kind("ticket_opened"),
        Kind("ticket_closed"),
        Kind("ticket_declined", ("reason",)),
        Kind("ticket_merged", ("into",)),
        Kind("order_assigned", ("order", "technician")),
        Kind("order_completed", ("order", "technician", "amount")),
        Kind("bill_issued", ("bill", "amount")),
        Kind("bill_reversed", ("bill", "amount", "reason")),
        Kind("payment_received", ("receipt", "amount")),
        Kind("payment_reversed", ("receipt", "amount", "reason")),
        Kind("ticket_reopened_supervisor", ("reason", "times"), SUPERVISORS),
        Kind("ticket_declined_supervisor", ("reason",), SUPERVISORS),
        Kind("ticket_declined_manager", ("reason",), ("manager",)),
        Kind("handover_signed", ("handover", "outgoing", "incoming", "items", "differing"), SUPERVISORS),
        Kind("day_report_issued", DAY_REPORT, SUPERVISORS),
        Kind("digest_issued", ("slot", "departments"), (*SUPERVISORS, "area_manager", "technician")),
        Kind("keys_not_back", ("keys",), SUPERVISORS),
        Kind("agreements_expiring", ("agreements",), SUPERVISORS),
        Kind("emergency_opened", ("number", "place", "description", "calls"), LEADERS),
        Kind("incident_proposed", INCIDENT, DESK),
        Kind("incident_declared", INCIDENT, LEADERS),
        Kind("incident_updated", ("incident", "what", "message")),
        Kind("incident_ended", ("incident", "what", "message")),
        Kind("incident_over", (*INCIDENT, "message", "by"), LEADERS),
        Kind("slip_overdue", ("slip", "subject", "department", "due"), SUPERVISORS),
        Kind("slip_summary_issued", ("week", "target", "departments"), SUPERVISORS),
        Kind("reception_check", RECEPTION, DESK),
        Kind("reception_round", RECEPTION, DESK),
        Kind("visitor_arrived", ("visit", "unit", "visitor", "purpose")),
        Kind("parcel_received", PARCEL),
        Kind("parcel_waiting", PARCEL),
        Kind("release_pass_issued", ("pass", "unit", "items"), owner=True),
        Kind("release_pass_used", ("pass", "unit", "items"), owner=True),
        Kind("gate_enquiry_refused", ("enquiry", "unit", "what", "reason"), owner=True),
        Kind("renovation_approved", ("procedure", "unit", "until", "hours"), owner=True),
        Kind("notice_written", ("notice", "unit", "sort", "what", "due"), owner=True),
        Kind("notice_escalated", ("notice", "where", "what", "reason"), LEADERS),
        Kind("order_escalated_supervisor", ("order", "reason"), SUPERVISORS),
    )
}

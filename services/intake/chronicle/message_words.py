"""What a message was about, whom it reached and how, as a line of the story (RV-5)."""

from shared.web.pages import _
from shared.web.pages.filters import state

ROLE = "role:"


def about() -> dict[str, str]:
    """The kinds of message notify sends; its names for them travel in the events."""
    return {
        "ticket_opened": _("the request was taken down"),
        "ticket_closed": _("the request is closed"),
        "ticket_declined": _("the request was declined"),
        "ticket_merged": _("joined to another request"),
        "order_assigned": _("who will come"),
        "order_completed": _("the work is done"),
        "bill_issued": _("the bill"),
        "bill_reversed": _("the bill was taken back"),
        "payment_received": _("the receipt"),
        "payment_reversed": _("the payment was undone"),
        "ticket_reopened_supervisor": _("a request was reopened"),
        "ticket_declined_supervisor": _("not solved, for the supervisor"),
        "ticket_declined_manager": _("not solved, for the manager"),
        "incident_updated": _("news of the outage"),
        "incident_ended": _("the outage is over"),
        "order_escalated_supervisor": _("an order needs a decision"),
    }


def by_channel() -> dict[str, str]:
    return {
        "sms": _("by text message"),
        "email": _("by e-mail"),
        "in_app": _("in the app"),
        "webhook": _("through the platform"),
    }


def message_words(facts: dict) -> dict[str, str]:
    """The parts of the sentence: to, how, about."""
    to, channel, kind = (str(facts.get(name) or "") for name in ("to", "channel", "kind"))
    person = state(to.removeprefix(ROLE)) if to.startswith(ROLE) else to
    return {"to": person, "how": by_channel().get(channel, state(channel)), "about": about().get(kind, state(kind))}

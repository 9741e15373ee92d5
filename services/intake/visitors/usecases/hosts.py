"""The desk asks the host: contacted, welcome or not, or away, and then a message is taken (RD-11)."""

from services.intake.visitors.models import HowAsked, Visitor


def contact_host(work, visitor: Visitor, how: HowAsked) -> Visitor:
    """Each time the desk rings; the first time is kept, and how often."""
    visitor.move("contact", work.principal, how=how)
    _contacted(work, visitor, how)
    work.session.flush()
    return visitor


def welcome_visitor(work, visitor: Visitor, answered_by: str | None = None) -> Visitor:
    """The host says: let them in. `answered_by` is who said it, where that is not plain."""
    visitor.move("welcome", work.principal)
    _answered(work, visitor, answered_by)
    work.session.flush()
    return visitor


def take_message(work, visitor: Visitor, message: str) -> Visitor:
    """The host is away: the visitor leaves a message, and goes."""
    visitor.move("take-message", work.principal, message=message)
    _answered(work, visitor, None)
    visitor.message, visitor.end_reason = message, "host_away"
    work.session.flush()
    return visitor


def _contacted(work, visitor: Visitor, how: HowAsked) -> None:
    visitor.contacts += 1
    visitor.contacted_at = visitor.contacted_at or work.now
    visitor.contacted_how, visitor.handled_by_name = how, work.principal.name


def _answered(work, visitor: Visitor, answered_by: str | None) -> None:
    """An answer is a contact too, if the desk had not said that it was ringing."""
    if visitor.contacted_at is None:
        _contacted(work, visitor, HowAsked.PHONE)
    visitor.answered_at, visitor.answered_by = work.now, answered_by
    visitor.handled_by_name = work.principal.name

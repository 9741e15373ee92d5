"""In, out, turned away, called off, never came (RD-11)."""

from sqlalchemy import select

from services.intake.chronicle.usecases import record_of_unit
from services.intake.visitors.models import Visitor, VisitorState
from shared.errors import Conflict

from .register_visitor import tell_host


def admit_visitor(work, visitor: Visitor, badge: str | None = None) -> Visitor:
    """With a badge that nobody else wears."""
    announced = visitor.state is VisitorState.EXPECTED
    visitor.move("admit", work.principal)
    _refuse_worn(work.session, visitor, badge)
    visitor.badge = badge
    visitor.admitted_at, visitor.admitted_by_name = work.now, work.principal.name
    work.timers.cancel("miss_visitor", visitor.id)
    work.session.flush()
    record_of_unit(work, visitor, "visitor.admitted", number=visitor.number)
    if announced:
        tell_host(work, visitor)
    return visitor


def _refuse_worn(session, visitor: Visitor, badge: str | None) -> None:
    worn = select(Visitor.number).where(Visitor.site_id == visitor.site_id, Visitor.badge == badge)
    with session.no_autoflush:
        number = session.scalar(worn.where(Visitor.state == VisitorState.INSIDE)) if badge else None
    if number:
        raise Conflict(f"Badge {badge} is worn by {number}.", state=str(visitor.state), allowed=["admit"])


def see_off(work, visitor: Visitor) -> Visitor:
    visitor.move("leave", work.principal)
    visitor.left_at, visitor.left_by_name = work.now, work.principal.name
    work.session.flush()
    return visitor


def turn_away(work, visitor: Visitor, reason: str) -> Visitor:
    visitor.move("turn-away", work.principal, reason=reason)
    _end(work, visitor, reason)
    record_of_unit(work, visitor, "visitor.turned_away", number=visitor.number, reason=reason)
    return visitor


def cancel_visit(work, visitor: Visitor, reason: str) -> Visitor:
    visitor.move("cancel", work.principal, reason=reason)
    _end(work, visitor, reason)
    return visitor


def miss_visit(work, visitor: Visitor | None) -> None:
    """Who was expected and did not come; who came is not missed, however late the clock."""
    if visitor is not None and visitor.state is VisitorState.EXPECTED:
        visitor.move("miss", work.principal)
        work.session.flush()


def _end(work, visitor: Visitor, reason: str) -> None:
    visitor.end_reason = reason
    work.timers.cancel("miss_visitor", visitor.id)
    work.session.flush()

"""The numbers of the day: counted from the records whenever somebody looks, never typed (RD-9, RD-10)."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from services.intake.incidents.queries import count_going_on
from services.intake.procedures.looking import ended_between
from services.intake.tickets.queries import asked_tickets
from services.intake.tickets.states import LIVE, Priority, TicketKind
from services.intake.visitors.queries import visitors_between

from .plan import wall
from .site_rules import DEPARTMENTS, Rules, department_of, rules_of
from .unfinished import unfinished

LIVE_WORDS = ",".join(LIVE)
PRESSING = (Priority.EMERGENCY, Priority.URGENT)
NAMED = 20  # numbers of tickets written out in a report; the list of tickets has them all


def day_of(site, moment: datetime) -> tuple[datetime, datetime]:
    """From midnight to midnight on the site's wall."""
    zone = ZoneInfo(site.timezone)
    day = moment.astimezone(zone).date()
    return wall(day, "00:00", zone), wall(day, "24:00", zone)


def figures_of(session, site_id: UUID, since: datetime, until: datetime, now: datetime) -> dict:
    """What came in and was closed in this time, and what stands open now."""
    taken = _rows(session, site_id, now, opened_from=since, opened_before=until)
    live = _rows(session, site_id, now, state=LIVE_WORDS)
    overdue = [row for row in live if row.due_at is not None and row.due_at < now]
    pressing = [row for row in live if row.priority in PRESSING]
    return {
        "taken": len(taken),
        "closed": closed_between(session, site_id, since, until),
        "open": len(live),
        "overdue": len(overdue),
        "urgent": sum(row.priority in PRESSING for row in taken),
        "complaints": sum(row.kind == TicketKind.COMPLAINT for row in taken),
        "visitors": visitors_between(session, site_id, since, until),
        "by_kind": _by(taken, "kind"),
        "by_channel": _by(taken, "channel"),
        "overdue_numbers": sorted(row.number for row in overdue)[:NAMED],
        "pressing_numbers": sorted(row.number for row in pressing)[:NAMED],
    }


def closed_between(session, site_id: UUID, since: datetime, until: datetime) -> int:
    ended = asked_tickets({"site_id": site_id, "state": "closed"}, session.principal, until).subquery()
    wanted = select(func.count()).where(ended.c.ended_at >= since, ended.c.ended_at < until)
    return session.scalar(wanted.select_from(ended))


def resting_of(session, site_id: UUID, now: datetime) -> int:
    """Resolved, and waiting only for the return visit."""
    resting = asked_tickets({"site_id": site_id, "state": "resolved"}, session.principal, now).subquery()
    return session.scalar(select(func.count()).select_from(resting))


def _rows(session, site_id: UUID, now: datetime, **asked) -> list:
    """Only the columns that are counted: a site may have thousands."""
    chosen = asked_tickets({"site_id": site_id, **asked}, session.principal, now).subquery().c
    columns = (chosen.number, chosen.kind, chosen.channel, chosen.priority, chosen.due_at)
    return session.execute(select(*columns)).all()


def _by(rows, name: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in rows:
        word = str(getattr(row, name))
        counted[word] = counted.get(word, 0) + 1
    return dict(sorted(counted.items()))


def departments_of(session, site_id: UUID, rules: Rules, names: dict[str, dict], now: datetime) -> list[dict]:
    """The open items sorted by department (RD-10); `names` are those of the site's own departments, by code."""
    found: dict[str, dict] = {}
    for one in unfinished(session, site_id, rules, now):
        code = department_of(rules, one.trade)
        name = names.get(code) or DEPARTMENTS.get(code) or {"zh": code, "en": code}
        part = found.setdefault(code, {"code": code, "name": name, "open": 0, "overdue": 0, "urgent": 0, "numbers": []})
        part["open"] += 1
        part["overdue"] += one.due_at is not None and one.due_at < now
        part["urgent"] += one.priority in PRESSING
        part["numbers"] = [*part["numbers"], one.number][:NAMED]
    return sorted(found.values(), key=lambda part: (-part["overdue"], -part["open"], part["code"]))


def board_of(session, site, now: datetime) -> dict:
    """What hangs on the wall: today until now, and from the board's hour on the day before (RD-10)."""
    rules = rules_of(site)
    since, until = day_of(site, now)
    today = figures_of(session, site.id, since, until, now)
    day_before = day_of(site, since - timedelta(hours=1))
    zone = ZoneInfo(site.timezone)
    turned = now >= wall(now.astimezone(zone).date(), rules["board_at"], zone)
    before = day_before if turned else day_of(site, day_before[0] - timedelta(hours=1))
    return {
        "at": now,
        "today": today,
        "incidents": count_going_on(session, site.id),
        "day_before": before[0].astimezone(zone).date(),
        "before": {"closed": closed_between(session, site.id, *before), **ended_between(session, site.id, *before)},
    }

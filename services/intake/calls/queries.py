"""Reading what the desk wants to know of its platforms: who pushes, with which profile, and what a day has come to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from services.intake.accounts.models import Integration
from services.intake.accounts.queries import integrations

from .editions import pending
from .models import Push
from .reconciling import counted, span_of_day
from .remembered import Reconciliation

SHOWN_DAYS = 14
FALLBACK = "Asia/Shanghai"


@dataclass
class PlatformRow:
    """A platform as the list shows it; `day` is yesterday, the last that is over."""

    one: Integration
    planned: list
    last_push: datetime | None
    today: int
    yesterday: "Day"


@dataclass
class Day:
    """One day of one platform: what we took in, and what came of the platform's list."""

    day: date
    taken_in: int
    lists: list[Reconciliation]

    @property
    def differences(self) -> int:
        return sum(one.differences for one in self.lists)

    @property
    def state(self) -> str:
        """not_reconciled, agrees, differs; quiet where nothing came and nothing was listed."""
        if not self.lists:
            return "not_reconciled" if self.taken_in else "quiet"
        return "differs" if self.differences else "agrees"


def zone_of(one: Integration) -> ZoneInfo:
    """The clock that a platform's days are counted on."""
    return ZoneInfo((one.profile or {}).get("timezone") or FALLBACK)


def platform_rows(session, now: datetime) -> list[PlatformRow]:
    rows = []
    for one in session.scalars(integrations(session.principal).order_by(Integration.code)):
        today = now.astimezone(zone_of(one)).date()
        days = days_of(session, one, today - timedelta(days=1), 2)
        last = session.scalar(select(func.max(Push.received_at)).where(Push.integration_id == one.id))
        rows.append(PlatformRow(one, pending(session, one.id), last, days[0].taken_in, days[1]))
    return rows


def days_of(session, one: Integration, first: date, count: int) -> list[Day]:
    """`count` days from `first` on, the latest first."""
    zone = zone_of(one)
    last = first + timedelta(days=count - 1)
    of_platform = Reconciliation.integration_id == one.id
    chosen = select(Reconciliation).where(of_platform, Reconciliation.day.between(first, last))
    lists: dict[date, list] = {}
    for found in session.scalars(chosen.order_by(Reconciliation.since)):
        lists.setdefault(found.day, []).append(found)
    days = [first + timedelta(days=n) for n in range(count)]
    return [Day(day, taken_in(session, one.id, day, zone), lists.get(day, [])) for day in reversed(days)]


def taken_in(session, integration_id, day: date, zone: ZoneInfo) -> int:
    return counted(session, Push, integration_id, *span_of_day(day, zone))


def tickets_of(session, integration_id, external_ids: list[str]) -> dict[str, tuple]:
    """By external id: number and id of the ticket that a push opened, also where it came after the list."""
    chosen = select(Push.external_id, Push.ticket_id, Push.answer).where(
        Push.integration_id == integration_id, Push.external_id.in_(external_ids)
    )
    return {external_id: (answer["number"], ticket_id) for external_id, ticket_id, answer in session.execute(chosen)}

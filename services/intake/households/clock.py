"""Time's door: who comes or goes overnight is announced, what ends soon is told, a month that is over is listed."""

from datetime import timedelta

from sqlalchemy import select

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from .agreeing import remind_of_agreements
from .archiving import produce_month
from .queries import moves_due
from .register_queries import lines, month_of_register, to_be_reminded
from .registers import REGISTERS
from .site_rules import rules_of
from .writing import announce_households

clock = Clock()


@clock.every(3600)
def announce_moves(store, now) -> None:
    """Once per file and day: an announced file is not due again."""
    with store.reading(None) as session:
        due = moves_due(session, now)
    for operator_id, files in due.items():
        with store.work(Principal.system(operator_id), now=now) as work:
            announce_households(work, files)


@clock.every(3600)
def remind_of_ends(store, now) -> None:
    """Agreements that end soon, once for each end (RF-5)."""
    with store.reading(None) as session:
        due = [(site.operator_id, site.id) for site in session.scalars(select(Site)) if ends_soon(session, site, now)]
    for operator_id, site_id in due:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            remind_of_agreements(work, work.session.get(Site, site_id))


def ends_soon(session, site, now) -> bool:
    until = site.date_at(now) + timedelta(days=rules_of(site)["remind_days"])
    return bool(to_be_reminded(session, site.id, until))


@clock.every(3600)
def produce_months(store, now) -> None:
    """On the first of a month, and whenever it was missed: the registers of the month before (RF-2)."""
    with store.reading(None) as session:
        due = [one for site in session.scalars(select(Site)) for one in missing_months(session, site, now)]
    for operator_id, site_id, register, month in due:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            produce_month(work, site_id, register, month)


def missing_months(session, site, now) -> list[tuple]:
    """A register in which nothing was ever written has no months."""
    month = (site.date_at(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    kept = [name for name in REGISTERS if session.scalar(lines(name, {"site_id": site.id}).limit(1)) is not None]
    missing = [name for name in kept if month_of_register(session, site.id, name, month) is None]
    return [(site.operator_id, site.id, name, month) for name in missing]

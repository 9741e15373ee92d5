"""Programs' doors to the months of the registers, and to the monthly lists (RF-2, RF-5)."""

from datetime import UTC, datetime
from types import SimpleNamespace

from services.intake.directory.queries import find_site
from shared.errors import NotFound
from shared.web.current import principal, reading, work
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import archiving, register_queries
from . import month_schemas as shapes
from .archive import RegisterMonth
from .monthly import LISTS, monthly_list
from .queries import READERS
from .register_routes import registers
from .rules import KEEPERS, sees_numbers
from .whole_file import shown_facts

MONTH = "/register-months/<uuid:month_id>"


def shown_month(made: RegisterMonth) -> SimpleNamespace:
    facts = {name: getattr(made, name) for name in shapes.RegisterMonthLine._declared_fields}
    openly = sees_numbers(principal(), made.site_id)
    return SimpleNamespace(**facts, lines=[shown_facts(line, openly) for line in made.lines])


@registers.get(
    "/register-months", allow=READERS, query=shapes.RegisterMonthQuery, answer=shapes.RegisterMonthLine, page=True
)
def list_months(asked):
    with reading() as session:
        return keyset(session, register_queries.months(asked), (RegisterMonth.id,), asked)


@registers.post(
    "/register-months", allow=KEEPERS, body=shapes.ProduceMonth, answer=shapes.RegisterMonthView, status=201
)
def produce_month(asked):
    """By hand what the house does on the first of the next month."""
    with work() as w:
        return shown_month(archiving.produce_month(w, **asked))


@registers.get(MONTH, allow=READERS, answer=shapes.RegisterMonthView)
def show_month(month_id):
    with reading() as session:
        return shown_month(register_queries.month_by_id(session, month_id))


def month_step(month_id, step, **facts):
    with work() as w:
        made = register_queries.month_by_id(w.session, month_id, locked=True)
        check_version(made)
        return shown_month(step(w, made, **facts))


@registers.post(f"{MONTH}/produce-again", allow=KEEPERS, body=shapes.ProduceAgain, answer=shapes.RegisterMonthView)
def produce_again(asked, month_id):
    return month_step(month_id, archiving.produce_again, **asked)


@registers.post(f"{MONTH}/review", allow=("manager",), body=shapes.ReviewMonth, answer=shapes.RegisterMonthView)
def review_month(asked, month_id):
    return month_step(month_id, archiving.review_month, **asked)


@registers.post(f"{MONTH}/sign", allow=("manager",), answer=shapes.RegisterMonthView)
def sign_month(month_id):
    """Into the archive; from now on nothing of it changes."""
    return month_step(month_id, archiving.sign_month)


@registers.get(
    "/household-lists/<string:code>", allow=READERS, query=shapes.MonthlyListQuery, answer=shapes.MonthlyList
)
def show_list(asked, code):
    """leases-ending, agreements-expiring, vacancies, owner-changes, reviews-due."""
    if code not in LISTS:
        raise NotFound(f"There is no such list. Known here: {', '.join(LISTS)}.")
    now = datetime.now(UTC)
    with reading() as session:
        site = find_site(session, asked["site_id"])
        month = (asked.get("month") or site.date_at(now)).replace(day=1)
        return {"which": code, "month": month, "items": monthly_list(session, code, site, month, now)}

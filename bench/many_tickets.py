"""A site with a thousand or a million tickets of three years, written past the doors as fast as a database takes."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from services.intake.search.models import as_text
from services.intake.search.sealing import seals_of_ticket
from shared.testing.people import DESK, OPERATOR, SITE

YEARS = timedelta(days=3 * 365)
PROBLEMS = """
厨房洗手盆下水管漏水 卫生间水管漏水严重 客厅跳闸没有电 门禁卡刷不开大门 楼道照明灯不亮 电梯按键失灵 邻居装修噪声很大
车位被别人占用 空调外机滴水 马桶堵塞反水 对讲机没有声音 垃圾桶没有及时清运 窗户关不严漏风 暖气不热温度低 燃气报警器误报
快递柜打不开 绿化带水管爆裂 The_lift_stops_between_floors Water_leaking_from_the_ceiling No_hot_water_in_the_bathroom
""".split()
NAMES = [f"{family}{given}" for family in "李王张刘陈杨赵黄周吴" for given in ("敏", "强", "晓梅", "建国", "丽", "伟")]
STATES = ("open", "dispatched", "in_progress", "waiting", "resolved")
KINDS = ("repair_unit", "repair_unit", "repair_unit", "repair_public", "complaint", "enquiry", "suggestion", "praise")
COLUMNS = (
    *("id", "operator_id", "site_id", "version", "created_at", "updated_at", "number", "state", "kind", "priority"),
    *("channel", "category", "category_name", "unit_id", "unit_code", "caller_name", "caller_phone", "phone_tail"),
    *("caller_language", "description", "read_back", "owner_id", "opened_at", "due_at", "unclassified", "needs_desk"),
    *("reopened_times", "reopen_causes", "moves"),
)
INSERT = f"INSERT INTO tickets ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


def tickets(count: int, now: datetime) -> Iterator[SimpleNamespace]:
    """Oldest first. However many there were, five hundred are alive; every ten-thousandth is out of the ordinary."""
    step = YEARS / count
    for n in range(1, count + 1):
        at = now - YEARS + step * n
        alive = n > count - 500
        scattered = n * 2654435761 % 2**32
        tail = f"{scattered % 10000:04d}"
        unit = scattered % 10_000
        ident = UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | n)
        yield SimpleNamespace(
            id=ident, operator_id=OPERATOR, site_id=SITE,
            version=1, created_at=at, updated_at=at, number=f"T-{at:%Y}-{n:06d}", priority="normal", channel="phone",
            state=STATES[scattered % 5] if alive else "closed", kind=KINDS[scattered // 7 % 8],
            category=f"unit.{scattered % 40}", category_name=None, unit_id=UUID(int=unit), public_place=None,
            unit_code=f"{unit // 1000 + 1}-{unit // 500 % 2 + 1}-{unit % 500 + 100}", external_id=None,
            caller_name=NAMES[scattered // 11 % len(NAMES)], caller_phone=f"+86138{scattered % 9000 + 1000}{tail}",
            caller_phone_given=None, phone_tail=tail, caller_language="zh", read_back=True, opened_at=at,
            description=f"{PROBLEMS[scattered // 13 % len(PROBLEMS)].replace('_', ' ')}，{scattered % 97}号{odd(n)}",
            owner_id=DESK.subject if n % 9 == 0 else f"person:{n % 9}", due_at=at + timedelta(days=3),
            unclassified="[]", needs_desk=False, reopened_times=0, reopen_causes="[]", moves=1,
        )  # fmt: skip


def odd(n: int) -> str:
    return "，台风刮坏了雨棚" if n % 10_000 == 5 else ""


def fill(store, count: int) -> None:
    """Tickets and what they are found by; afterwards the database knows its own figures."""
    now = datetime.now(UTC)
    write = write_to_sqlite if store.sqlite else write_to_postgresql
    with store.engine.connect() as connection:
        write(connection.connection.driver_connection, tickets(count, now))


def write_to_sqlite(raw, made: Iterator) -> None:
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    for some in batched(made, 10_000):
        raw.executemany(INSERT, ([as_sqlite(getattr(one, name)) for name in COLUMNS] for one in some))
        words = ((one.id.hex, as_text(seals_of_ticket(one))) for one in some)
        raw.executemany("INSERT INTO ticket_words (ticket_id, seals) VALUES (?, ?)", words)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")


def as_sqlite(value):
    if isinstance(value, UUID):
        return value.hex
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def write_to_postgresql(raw, made: Iterator) -> None:
    """The index of words is built when all of them are there."""
    cursor = raw.cursor()
    cursor.execute("SELECT set_config('frontdesk.operator', '*', false), set_config('frontdesk.sites', '*', false)")
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_ticket_words_seals'")
    (index,) = cursor.fetchone()
    cursor.execute("DROP INDEX ix_ticket_words_seals")
    cursor.execute("ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY")  # with it in force there is no COPY
    for some in batched(made, 10_000):
        with cursor.copy(f"COPY tickets ({', '.join(COLUMNS)}) FROM STDIN") as rows:
            for one in some:
                rows.write_row([getattr(one, name) for name in COLUMNS])
        with cursor.copy("COPY ticket_words (ticket_id, seals) FROM STDIN") as rows:
            for one in some:
                rows.write_row([one.id, seals_of_ticket(one)])
    cursor.execute(index)
    cursor.execute("ALTER TABLE tickets FORCE ROW LEVEL SECURITY")
    raw.commit()
    raw.autocommit = True
    cursor.execute("VACUUM ANALYZE tickets")
    cursor.execute("VACUUM ANALYZE ticket_words")
    raw.autocommit = False


def batched(made: Iterator, size: int) -> Iterator[list]:
    while some := list(itertools.islice(made, size)):
        yield some

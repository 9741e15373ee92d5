"""Any ticket by whatever somebody remembers of it: number, id, name, phone, unit, words in both languages (RD-13)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.intake.search import ladder
from services.intake.search.models import TicketWords
from services.intake.search.writing import write_again, write_missing
from services.intake.tickets.models import Ticket
from shared.storage import migrate
from shared.testing.people import NEIGHBOUR, SECOND_SITE, STRANGER

LEAK = {
    "description": "厨房洗手盆下水管漏水，ＬＥＡＫＩＮＧ since Monday, order WX-20260304-77",
    "caller": {"name": "欧阳晓梅", "phone": "138 1234 5521"},
}


@pytest.fixture
def leak(opened, place):
    opened(description="电梯里有异味", public_place="3栋大堂")
    return opened(category="unit.pipe.leak", kind="repair_unit", unit_id=str(place.unit.id), **LEAK)


FINDS = (
    *("漏水", "洗手盆下水", "漏", "leaking", "LEAK", "ｌｅａｋ", "厨房 monday", "欧阳", "晓梅", "WX-20260304-77", "wx"),
    *("13812345521", "138 1234 5521", "+86 138-1234-5521", "5521", "3-2-1201", "1201", "2-1201", "3栋2单元1201"),
    *("听雨阁2单元1201室", "水管·漏水", "unit.pipe.leak", "water pipe", "漏水 5521"),
)
MISSES = ("水漏", "漏电", "sink", "5522", "13812345522", "3-2-1202", "漏水 电梯", "T-2026-1", "，", "-")


def test_a_ticket_is_found_by_anything_that_is_known_of_it(leak, found):
    assert {text: found(text) for text in FINDS} == {text: [leak["number"]] for text in FINDS}


def test_what_nobody_said_is_not_found(leak, found):
    assert {text: found(text) for text in MISSES} == {text: [] for text in MISSES}


def test_a_phone_that_only_the_description_names_is_found(leak, opened, found):
    named = opened(description="请打物业经理 13900007788")
    assert found("13900007788") == found("139 0000 7788") == [named["number"]]


def test_a_number_is_found_whole_and_by_its_end(leak, found):
    number = leak["number"]
    for text in (number, number.lower(), number[-6:], number[-6:].lstrip("0")):
        assert number in found(text)
    assert found(number) == [number]


def test_a_changed_ticket_is_found_by_what_it_says_now(leak, found, client, desk):
    changed = {"description": "已改成 boiler 故障", "caller": {"name": "王强", "phone": "13900007788"}}
    answer = client.as_(desk).post(f"/tickets/{leak['id']}/amend", json=changed, version=leak["version"])
    assert answer.status_code == 200, answer.json
    assert found("boiler") == found("王强") == found("13900007788") == [leak["number"]]
    assert found("洗手盆") == found("欧阳晓梅") == []


def test_words_and_filters_narrow_together(leak, opened, found):
    other = opened(description="客厅漏水", kind="complaint")
    assert found("漏水") == [other["number"], leak["number"]]
    assert found("漏水", kind="complaint") == [other["number"]]
    assert found("漏水", state="closed") == []
    assert found("漏水", opened_before="2020-01-01T00:00:00Z") == []
    assert found("漏水", phone="5521") == [leak["number"]]


@pytest.fixture
def read_through(client, desk):
    """`read_through("漏水")` -> all numbers that are found, three on a page."""

    def ask(text):
        seen, after = [], None
        while after is not None or not seen:
            asked = {"text": text, "limit": 3} | ({"after": after} if after else {})
            page = client.as_(desk).get("/tickets", query_string=asked).json
            seen += [ticket["number"] for ticket in page["items"]]
            after = page["next"]
        return seen

    return ask


def test_pages_of_what_is_found_follow_one_another_without_repeats(opened, read_through, monkeypatch):
    """Down all rungs of the ladder too: with two in sight, the rest comes from the index."""
    monkeypatch.setattr(ladder, "NEAR", 2)
    numbers = [opened(description=f"车库漏水 {n}")["number"] for n in range(7)]
    opened(description="别的事")
    assert read_through("漏水") == numbers[::-1]


def test_a_page_goes_on_into_the_months_before(opened, read_through, store, monkeypatch):
    """The newest come again from their month: counted twice, they would pass for a full page, and the last."""
    monkeypatch.setattr(ladder, "NEAR", 2)
    tickets = [opened(description=f"车库漏水 {n}") for n in range(5)]
    long_ago = {UUID(ticket["id"]) for ticket in tickets[:2]}
    with store.work(None) as work:
        for ticket in work.session.scalars(select(Ticket).where(Ticket.id.in_(long_ago))):
            ticket.opened_at -= timedelta(days=40)
        work.session.flush()
        write_again(work.session, long_ago)
    assert read_through("漏水") == [ticket["number"] for ticket in tickets[::-1]]


def test_a_cursor_of_another_list_is_refused(leak, client, desk):
    answer = client.as_(desk).get("/tickets", query_string={"text": "漏水", "after": "WyJ4Il0"})
    assert answer.status_code == 422 and "after" in answer.json["errors"]


def test_other_sites_and_operators_find_nothing_of_ours(leak, found, opened, client):
    """RO-1: the seals are of one operator, and the tickets behind them are asked for with both walls up."""
    assert found("漏水", who=STRANGER) == found(leak["number"], who=STRANGER) == []
    assert found("漏水", who=NEIGHBOUR) == []
    theirs = opened(who=NEIGHBOUR, site_id=str(SECOND_SITE), description="这里也漏水")
    assert found("漏水", who=NEIGHBOUR) == [theirs["number"]] and found("漏水") == [leak["number"]]


def test_masked_phones_are_found_by_their_whole_number_and_stay_masked(leak, client, cashier):
    """RF-6: who may not read the number may well have it in the ear."""
    (ticket,) = client.as_(cashier).get("/tickets?text=13812345521").json["items"]
    assert ticket["number"] == leak["number"] and ticket["caller"]["phone"] == "138****5521"


def test_a_search_is_one_statement(leak, statements, found):
    del statements[:]
    found("听雨阁2单元1201")
    asked = [said for said in statements if "tickets" in said and "set_config" not in said]
    assert len(asked) == 1


def test_tickets_from_before_are_sealed_by_the_command(leak, store, found):
    with store.work(None) as work:
        work.session.query(TicketWords).delete()
    assert found("漏水") == []
    assert write_missing(store, None) == 2 and write_missing(store, None) == 0
    assert found("漏水") == [leak["number"]]


def test_no_word_stands_readable_beside_the_walls(leak, store):
    """What has no row-level security holds nothing to read."""
    with store.reading(None) as session:
        for seals in session.execute(TicketWords.__table__.select()).all():
            assert set(str(seals.seals)) <= set("0123456789abcdef-, []")


def test_the_page_narrows_by_category_and_days_and_says_what_it_cannot_read(leak, page, desk, now):
    today = now.date().isoformat()
    assert leak["number"] in page(desk, "/tickets?text=漏水&category=unit.pipe.leak")[1]
    assert leak["number"] not in page(desk, "/tickets?to_day=2020-01-01")[1]
    status, text, _ = page(desk, f"/tickets?from_day={today}&text=1201")
    assert status == 200 and leak["number"] in text and f'value="{today}"' in text
    assert "opened_from=2026-03-04T00%3A00%3A00%2B08%3A00" in text  # what is taken along is what is shown
    status, text, _ = page(desk, "/tickets?from_day=someday")
    assert status == 422 and "from_day" in text


def test_a_later_call_about_it_is_found_too_and_stays_found_when_the_ticket_changes(leak, found, client, desk):
    """RD-2, RD-13: somebody else rang from another phone."""
    call = {"ticket_id": leak["id"], "description": "楼下也渗了", "caller": {"name": "赵六", "phone": "13700001234"}}
    answer = client.as_(desk).post("/calls", json=call)
    assert answer.status_code in (200, 201), answer.json
    now = client.as_(desk).get(f"/tickets/{leak['id']}").json
    client.as_(desk).post(f"/tickets/{leak['id']}/amend", json={"description": "阳台漏水"}, version=now["version"])
    for text in ("13700001234", "赵六", "楼下", "阳台", "5521"):
        assert found(text) == [leak["number"]], text


def test_the_migration_seals_what_was_there_before(leak, found, store):
    """Down and up again, as an update of a running office does."""
    migrate.downgrade("intake", store.engine, "0007")
    migrate.upgrade("intake", store.engine)
    assert found("漏水") == [leak["number"]] and found("1201") == [leak["number"]]

"""The list and the story in the browser, in both languages, with only the steps that may be taken (console.md §4)."""

import re

from services.intake.tests.tickets.telling import WAY, order_event, visit_event


def test_the_list_has_its_views_and_filters_in_both_languages(opened, page, desk):
    ticket = opened()
    status, text, _ = page(desk, "/tickets?view=all")
    assert status == 200 and ticket["number"] in text and "Due today" in text and 'aria-current="page"' in text
    assert "今日到期" in page(desk, "/tickets?view=all", lang="zh")[1]
    for view, shown in (("mine", True), ("waiting", False), ("complaints", False), ("unclassified", False)):
        assert (ticket["number"] in page(desk, f"/tickets?view={view}")[1]) is shown, view
    assert ticket["number"] in page(desk, "/tickets?view=all&kind=repair_unit&text=厨房")[1]
    assert ticket["number"] not in page(desk, "/tickets?view=all&text=屋顶")[1]


def test_filters_that_cannot_be_read_are_named_on_the_page(opened, page, desk):
    status, text, _ = page(desk, "/tickets?state=lost")
    assert status == 422 and "state:" in text


def test_the_story_reads_from_the_first_word_to_the_last_with_what_is_still_expected(opened, page, desk, tell):
    ticket = opened()
    for at, step in enumerate(WAY, start=1):
        tell(order_event(ticket, step, version=at, minutes=at))
    status, text, _ = page(desk, f"/tickets/{ticket['id']}")
    said = re.sub(r"<[^>]+>", " ", text)
    order = [
        "was opened",
        "Work order W-2026-000001 was made",
        "was given to 罗志勇",
        "Arrived on the spot",
        "The work is done",
    ]
    order.append("Return visit")
    places = [said.rfind(words) if words == "Return visit" else said.find(words) for words in order]
    assert status == 200 and -1 not in places
    assert "timeline-expected" in text and "Resolved" in said and "138****" not in said
    tell(visit_event(ticket, "satisfied"))
    chinese = page(desk, f"/tickets/{ticket['id']}", lang="zh")[1]
    assert "已关闭（回访）" in chinese and "timeline-expected" not in chinese


def test_only_allowed_steps_have_buttons_and_they_do_what_they_say(opened, page, desk, technician, look):
    ticket = opened()
    path = f"/tickets/{ticket['id']}"
    text = page(desk, path)[1]
    assert f"{path}/cancel" in text and f"{path}/waive" not in text and f"{path}/resume" not in text
    assert f"{path}/cancel" not in page(technician, path)[1]
    form = {"version": "1", "reason": "Owner is away.", "until": "2026-03-09T09:00"}
    status, _, answer = page(desk, f"{path}/wait", "POST", data=form)
    assert status == 303 and answer.headers["Location"].endswith(path)
    assert look(ticket)["state"] == "waiting" and look(ticket)["waiting_until"] == "2026-03-09T01:00:00Z"


def test_a_refused_step_says_why_and_changes_nothing(opened, page, desk, look):
    ticket = opened()
    path = f"/tickets/{ticket['id']}"
    status, text, _ = page(desk, f"{path}/decline", "POST", data={"version": "1"})
    assert status == 422 and "What the customer was told" in text
    status, text, _ = page(desk, f"{path}/cancel", "POST", data={"version": "7", "reason": "x"})
    assert status == 412 and 'role="alert"' in text
    assert page(desk, f"{path}/waive", "POST", data={"version": "1", "reason": "x"})[0] == 403
    assert page(desk, f"{path}/close", "POST", data={"version": "1"})[0] == 422
    assert look(ticket)["version"] == 1


def test_a_stranger_finds_nothing_here(opened, page, stranger):
    assert page(stranger, f"/tickets/{opened()['id']}")[0] == 404


def test_hostile_words_are_shown_as_words(opened, page, desk):
    ticket = opened(description="<script>alert(1)</script>", caller={"name": "<b>x</b>"})
    text = page(desk, f"/tickets/{ticket['id']}")[1]
    assert "<script>alert" not in text and "<b>x</b>" not in text


def test_every_word_of_the_pages_has_its_chinese():
    from pathlib import Path

    import services.intake
    from shared.web.pages.words import missing

    assert missing(Path(services.intake.__file__).parent) == []


def test_a_page_asks_the_database_little_however_long_the_story(opened, page, desk, tell, statements):
    ticket = opened()
    for at, step in enumerate(WAY, start=1):
        tell(order_event(ticket, step, version=at, minutes=at))
    statements.clear()
    assert page(desk, f"/tickets/{ticket['id']}")[0] == 200
    assert 0 < len(statements) < 15
    statements.clear()
    assert page(desk, "/tickets?view=all")[0] == 200
    assert 0 < len(statements) < 8, statements

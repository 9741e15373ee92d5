"""The first screens as people use them: signing in, the list, the story, a receipt (console.md, quality.md §4)."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from shared.web.pages import words
from tests.browser.conftest import sign_in_on, type_in
from tests.browser.reading import SENTENCE, audit, chinese_words, english_words, raw, texts, written_by_people

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PACKAGES = ("shared/web/pages", "services/intake", "services/billing", "services/dispatch", "services/notify")


def test_a_wrong_password_is_said_in_words_and_the_right_one_leads_to_the_page_asked_for(house, places, open_page):
    page = open_page(places["story"], login=None)
    assert "sign-in" in page.url
    type_in(page, "supervisor", "not the password")
    expect(page.get_by_role("alert").first).to_have_text("登录名或密码不正确。")
    expect(page.locator("#login")).to_have_value("supervisor")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(house.password("supervisor"))
    page.keyboard.press("Enter")
    page.wait_for_url(house.url + places["story"])


def test_the_list_narrows_by_view_and_by_the_sentence_of_filters(house, open_page):
    page = open_page("/intake/tickets?view=all")
    assert page.locator("[data-row]").count() == len(house.tickets())
    page.get_by_role("link", name="投诉").click()
    complaints = [ticket for ticket in house.tickets() if ticket["kind"] == "complaint"]
    assert page.locator("[data-row]").count() == len(complaints) > 0
    expect(page.get_by_label("类型为")).to_have_value("complaint")
    page.goto(house.url + "/intake/tickets?view=all")
    page.get_by_label("状态为").select_option("closed")
    page.get_by_label("项目为").select_option(label="锦绣家园")
    page.get_by_role("button", name="显示").click()
    page.wait_for_url(re.compile("state=closed"))
    assert set(page.locator("[data-row] .state").all_inner_texts()) == {"已关闭"}
    assert {"锦绣家园"} == set(page.locator("[data-row] td.who:nth-child(2) .second").all_inner_texts())


def test_the_story_opens_by_keyboard_alone(house, open_page):
    page = open_page("/intake/tickets?view=all")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    first = page.locator("[data-row].here a").inner_text()
    assert first == page.locator("[data-row] a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(first)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(re.compile("/intake/tickets$"))
    page.keyboard.press("/")
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    expect(page.locator("[data-row] a").first).to_have_text(first)


def test_the_story_tells_of_all_four_services_with_time_and_who(open_page, places):
    page = open_page(places["story"])
    told = page.locator(".timeline").inner_text()
    for word in (
        "热线平台",
        "派工",
        "已接单",
        "已到场",
        "收费",
        "看账单",
        "看收据",
        "通知",
        "已回访客户",
        "第 1 次重新打开",
        "已关闭",
    ):
        assert word in told, word
    entries = page.locator(".timeline-entry")
    for at in range(entries.count()):
        assert entries.nth(at).locator("time").count() and entries.nth(at).locator(".timeline-who").inner_text()
    page.get_by_role("link", name="看收据").first.click()
    expect(page.locator(".letterhead")).to_be_visible()


def test_what_is_allowed_can_be_done_and_what_is_expected_is_said(house, open_page):
    ticket = next(t for t in house.tickets(state="dispatched") if t["site_id"] == house.operator.sites["CH"])
    page = open_page(f"/intake/tickets/{ticket['id']}", login="desk.ch")
    expect(page.locator(".timeline-expected")).to_contain_text("还剩")
    expect(page.locator("header .brand")).to_contain_text("翠湖花园")
    page.keyboard.press("a")
    expect(page.locator(".timeline")).to_contain_text("首问责任人已接手")
    page.get_by_text("其他操作").click()
    assert "重新打开" not in page.locator(".page-actions").inner_text()
    page.goto(house.url + "/intake/tickets")
    expect(page.locator("[data-row] a").first).to_have_text(ticket["number"])


def test_a_ticket_of_another_site_is_not_there(house, open_page):
    ticket = next(t for t in house.tickets() if t["site_id"] == house.operator.sites["JX"])
    page = open_page(f"/intake/tickets/{ticket['id']}", login="desk.ch")
    expect(page.locator("h1")).to_have_text("没有找到")
    assert ticket["number"] not in page.content()


def test_who_signs_out_is_out(house, open_page):
    page = open_page(login=None)
    sign_in_on(page, house, "cashier")
    page.locator("header summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(re.compile("sign-in"))
    page.goto(house.url + "/intake/tickets")
    assert "sign-in" in page.url


@pytest.mark.parametrize("name", ["list", "story", "waiting", "bills", "bill", "receipt", "account", "lost"])
def test_every_page_speaks_one_language_and_no_codes(name, house, open_page, places):
    page = open_page(places[name])
    chinese = texts(page) - written_by_people(house)
    assert {text for text in chinese if SENTENCE.search(text)} | chinese & english_words() == set()
    assert raw(chinese) == set()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    english = texts(page)
    assert raw(english) | english & chinese_words() == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_stands_outside_the_catalogues(package):
    assert words.missing(package) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme, house, open_page, places, axe):
    page = open_page(login=None, scheme=scheme, bypass_csp=True)
    found = {"sign-in": audit(page, axe)}
    sign_in_on(page, house, "supervisor")
    for name in ("list", "story", "waiting", "receipt", "lost"):
        page.goto(house.url + places[name])
        found[name] = audit(page, axe)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_readers_of_pages_see_planted_faults(open_page, places, axe):
    page = open_page(places["list"], bypass_csp=True)
    planted = "<p>See all tickets</p><p>work_order.accepted</p><p>Nobody translated this.</p><input>"
    page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
    said = texts(page)
    assert raw(said) == {"work_order.accepted"} and "See all tickets" in said & english_words()
    assert "Nobody translated this." in {text for text in said if SENTENCE.search(text)}
    assert any(fault.startswith("label:") for fault in audit(page, axe))


def test_nothing_scrolls_sideways(house, open_page, places):
    page, wide = open_page(places["list"], lang="en"), []
    for name, path in places.items():
        page.goto(house.url + path)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SIDEWAYS):
                wide.append((name, width))
    page.goto(house.url + places["waiting"])
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_text("Other steps").click()
    assert page.evaluate(SIDEWAYS) is False and wide == []


@pytest.mark.parametrize("name", ["story", "receipt"])
def test_it_prints_on_one_or_two_sheets(name, open_page, places, tmp_path):
    page, paper = open_page(places[name], scheme="dark"), tmp_path / "paper.pdf"
    number = re.search(r"[TR]-\d{4}-\d{6}", page.locator("h1").inner_text()).group()
    page.pdf(path=paper, format="A4")
    assert number in subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", told).group(1)) <= 2


def test_the_checker_is_the_one_that_was_vendored():
    folder = Path(__file__).parent / "vendor"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name

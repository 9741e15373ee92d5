"""A call is taken by keyboard alone, the card fills in, a reload loses nothing (RD-2, RD-4, RD-18)."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reading import audit, raw, texts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def known(house) -> dict:
    """Somebody whose number stands in one file, and the words of a file."""
    for line in house.admin.items("/intake/api/v1/households"):
        file = house.admin.get(f"/intake/api/v1/households/{line['id']}")
        if file["people"] and file["site_id"] == house.operator.sites["CH"]:
            return {"unit": file["unit_code"], "name": file["people"][0]["name"]}
    raise AssertionError("The sample has no household.")


def photograph(page, name: str) -> None:
    """Kept for whoever wants to look: only when the place is named."""
    if os.environ.get("FRONTDESK_TEST_PICTURES"):
        page.screenshot(path=Path(os.environ["FRONTDESK_TEST_PICTURES"]) / f"{name}.png", full_page=True)


def test_a_call_is_taken_by_keyboard_alone(house, open_page, known):
    page = open_page("/billing/bills", login="desk.ch")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/intake/tickets/new"))
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("13977770001")
    page.keyboard.press("Tab")
    page.keyboard.type("周晓")
    page.keyboard.press("Tab")
    page.keyboard.type(known["unit"])
    expect(page.locator("#beside h3").first).to_have_text(known["unit"])
    page.keyboard.press("Tab")
    page.keyboard.type("户内·水管·漏水")
    page.keyboard.press("Tab")
    page.keyboard.type("卫生间水管爆了")
    expect(page.locator("#beside")).to_contain_text("复述")
    page.reload()
    expect(page.locator("#description")).to_have_value("卫生间水管爆了")
    expect(page.locator("#name")).to_have_value("周晓")
    expect(page.locator("#beside h3").first).to_have_text(known["unit"])
    page.locator("#kind").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/intake/tickets/[0-9a-f-]{36}"))
    (ticket,) = [one for one in house.tickets() if one["description"] == "卫生间水管爆了"]
    assert ticket["missing"] == [] and ticket["read_back"] and ticket["caller"]["name"] == "周晓"


def test_the_same_call_again_is_offered_to_be_joined_and_what_is_missing_asked_for(house, open_page, known):
    page = open_page("/intake/tickets/new", login="desk.ch", lang="en")
    before = len(house.tickets())
    page.locator("#where").fill(known["unit"])
    page.locator("#description").fill("卫生间水管爆了")
    page.locator("#kind").select_option("repair_unit")
    expect(page.locator("#beside button[name=join]").first).to_be_visible()
    page.locator("#description").press("Control+Enter")
    expect(page.locator(".notice-warning")).to_contain_text("Still to be asked")
    photograph(page, "asked-en")
    join = page.locator("#beside button[name=join]").first
    join.focus()
    with page.expect_response(re.compile("/tickets/new/card")):
        page.evaluate("document.querySelector('#call').dispatchEvent(new Event('change'))")
    expect(join).to_be_focused()  # the part comes anew while somebody is about to press a key
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/intake/tickets/[0-9a-f-]{36}"))
    expect(page.locator(".timeline")).to_contain_text("There was another call about this")
    assert len(house.tickets()) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_every_width_passes_axe_and_speaks_no_codes(lang, house, open_page, known, axe):
    page = open_page(f"/intake/tickets/new?where={known['unit']}", login="desk.ch", lang=lang, bypass_csp=True)
    page.locator("details.more summary").click()
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    assert raw(texts(page)) == set() and audit(page, axe) == []
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        photograph(page, f"{lang}-{width}")
        assert not page.evaluate(SIDEWAYS), width

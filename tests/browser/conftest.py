"""A running house and a real Chromium that looks at it; whatever the browser complains about fails the test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.house import House, open_house

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
REFUSED = "Failed to load resource: the server responded with a status of 4"  # Chromium's own line for a 4xx page
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
SUPERVISOR = "supervisor"


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    with open_house(str(tmp_path_factory.mktemp("centre"))) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in(house: House, browser: Browser) -> Callable[[str], dict]:
    """`signed_in(login)`: what the browser keeps after signing in, so that each person does it once."""
    kept: dict[str, dict] = {}

    def sign_in(login: str) -> dict:
        if login not in kept:
            context = browser.new_context()
            sign_in_on(context.new_page(), house, login)
            kept[login] = context.storage_state()
            context.close()
        return kept[login]

    return sign_in


def sign_in_on(page: Page, house: House, login: str, path: str = "/intake/sign-in") -> None:
    """By keyboard alone: the first field has the focus."""
    page.goto(house.url + path)
    type_in(page, login, house.password(login))
    page.wait_for_url(lambda url: "sign-in" not in url)


def type_in(page: Page, login: str, password: str) -> None:
    """Only once the browser has moved the focus, which comes after the page is loaded: keys before it are lost."""
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.fixture
def open_page(house: House, browser: Browser, signed_in) -> Iterator[Callable[..., Page]]:
    """`open_page(path, login=…, lang="zh", scheme="light", width=1440)`: nothing may go wrong in any of them."""
    faults: list[str] = []
    contexts = []

    def opened(
        path: str = "/intake/sign-in", login: str | None = SUPERVISOR, lang="zh", scheme="light", **more
    ) -> Page:
        size = {"width": more.pop("width", 1440), "height": 900}
        kept = signed_in(login) if login else None
        options = {"locale": LOCALES[lang], "color_scheme": scheme, "viewport": size, "storage_state": kept}
        context = browser.new_context(**options, **more)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(house.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def watch(page: Page, faults: list[str]) -> None:
    """Errors of scripts, of the content security policy, and any request that would leave this machine."""

    def heard(message):
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            faults.append(f"{page.url}: {message.text}")

    def sent(request):
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            faults.append(f"{page.url} asked {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", sent)


@pytest.fixture(scope="module")
def places(house: House) -> dict[str, str]:
    """The pages worth looking at, by name; the story is that of the ticket with most to tell."""
    tickets = house.tickets()
    told = max(tickets, key=lambda ticket: len(house.kinds_told(ticket)))
    waiting = next(ticket for ticket in tickets if ticket["state"] in ("open", "dispatched"))
    paid = next(bill for bill in house.bills() if bill["receipt_numbers"] and bill["ticket_id"] == told["id"])
    return {
        "list": "/intake/tickets?view=all",
        "story": f"/intake/tickets/{told['id']}",
        "waiting": f"/intake/tickets/{waiting['id']}",
        "bill": f"/billing/bills/{paid['bill_id']}",
        "receipt": f"/billing/receipts/{paid['receipt_numbers'][0]}?site_id={told['site_id']}",
        "bills": "/billing/bills",
        "account": "/intake/account",
        "lost": "/intake/tickets/00000000-0000-7000-8000-000000000000",
    }


@pytest.fixture(scope="session")
def axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")

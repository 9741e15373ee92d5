"""The commands of the examples that integrators copy do what is written beside them (RO-3, RD-2)."""

import re
import shlex
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2]
BLOCK = re.compile(r"```sh\n(.*?)```", re.S)


def commands(room: str) -> list[tuple[str, str]]:
    """(command, the words its answer holds) of every line."""
    text = (ROOMS / room / "examples.md").read_text("utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines() if line.strip()]
    return [tuple(part.strip() for part in line.split("# →")) for line in lines]


@pytest.fixture
def curl(client):
    """As much of curl as the examples use, and nothing that it would do otherwise."""

    def run(command: str, **known):
        for name, value in known.items():
            command = command.replace(f"${name}", value)
        name, address, *rest = shlex.split(command)
        assert name == "curl" and len(rest) % 2 == 0, command
        said = list(zip(rest[::2], rest[1::2], strict=True))
        assert {option for option, _ in said} <= {"-d", "--data-urlencode", "--json"}, command
        json = [value for option, value in said if option == "--json"]
        form: dict = {}
        for field, _, value in (value.partition("=") for option, value in said if option != "--json"):
            form.setdefault(field, []).append(value)
        if json:
            return client.page("POST", address, data=json[0], content_type="application/json")
        return client.page("POST", address, data=form) if form else client.page("GET", address)

    return run


def test_the_examples_of_open311_do_what_they_say(curl, sender):
    run = commands("open311")
    assert len(run) == 7
    for command, words in run:
        answer = curl(command, BASE="", KEY=sender.api_key)
        assert answer.status_code < 300 and words in answer.text, (command, answer.text)


def test_the_examples_of_the_telephone_do_what_they_say(curl, client, admin, desk, sender, place):
    asked = {"site_id": str(place.site.id)}
    line = client.as_(admin).post(f"/integrations/{sender.id}/phone-lines", json=asked).json
    run = commands("cti")
    assert len(run) == 5
    for command, words in run:
        answer = curl(command, BASE="", LINE=line["address"])
        assert answer.status_code == 200 and words in answer.text, (command, answer.text)
    calls = {one["call_id"]: one for one in client.as_(desk).get("/phone-calls").json["items"]}
    assert calls["a1"]["state"] == "ended" and calls["a1"]["rung"] == ["Wang", "Li"]
    assert calls["b2"]["answer_seconds"] == 9 and calls["b2"]["agent_number"] == "8001"

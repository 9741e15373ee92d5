"""Dead events as a list of work: whose they are, what is shown of them, and what becomes of them when decided (P5)."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, true

from shared.contracts.intake import TicketCancelled
from shared.errors import BadInput, NotFound
from shared.messaging import dead, parked, worklist
from shared.messaging.envelope import Envelope
from shared.messaging.handlers import Handlers
from shared.principal import Principal
from shared.web.app import make_app
from shared.web.tests import house
from shared.web.tests.house import OPERATOR, SITE

OTHER_OPERATOR, OTHER_SITE = UUID(int=9), UUID(int=8)
ADDRESS = "/api/v1/dead-events"
ROOM = Handlers()
trouble: list[Exception] = []


@ROOM.on(TicketCancelled)
def on_ticket_cancelled(work, event):
    if trouble:
        raise trouble[0]
    work.session.add(house.a_thing(event.data["reason"]))


@pytest.fixture(autouse=True)
def no_trouble():
    trouble.clear()


@pytest.fixture
def app(store):
    return make_app(house.service(handlers=(ROOM,)), store)


@pytest.fixture
def bury(store):
    """`bury(reason)`: an event of that reason lies dead; returns its id."""

    def put(reason="leak", *, operator=OPERATOR, site=SITE, error=None, age=timedelta(), hopeless=True, ticket=None):
        ticket, at = ticket or uuid4(), datetime.now(UTC) - age
        data = TicketCancelled.write({"ticket_id": ticket, "number": "T-1", "version": 1, "reason": reason})
        key = TicketCancelled.routing_key
        envelope = Envelope(uuid4(), key, str(ticket), operator, site, at, data, "c")
        with store.work(None, now=at) as work:
            why = error or NotFound("No such ticket yet.")
            table = store.table("parked_events")
            parked.park(work.session, table, envelope, envelope.body, why, at, hopeless=hopeless)
        return envelope.id

    return put


@pytest.fixture
def admin(bearer):
    return bearer(house.person("chief", "admin", site="*"))


def entries(store) -> list:
    table = store.table("audit_entries")
    with store.reading(None) as session:
        return session.execute(select(table).order_by(table.c.sequence)).all()


def test_the_list_narrows_by_state_type_age_and_site_and_counts(client, admin, bury):
    old, new = bury(age=timedelta(hours=2)), bury()
    elsewhere, waiting = bury(site=UUID(int=3)), bury(hopeless=False)
    ids = lambda query: {item["event_id"] for item in client.get(ADDRESS + query, headers=admin).json["items"]}  # noqa: E731
    assert ids("") == {str(old), str(new), str(elsewhere)}
    assert ids("?state=waiting") == {str(waiting)} and ids("?type=intake.ticket.moved.v1") == set()
    assert ids(f"?site_id={UUID(int=3)}") == {str(elsewhere)}
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert ids(f"?parked_before={an_hour_ago}") == {str(old)}
    first = client.get(f"{ADDRESS}?limit=2", headers=admin).json
    rest = client.get(f"{ADDRESS}?limit=2&after={first['next']}", headers=admin).json
    assert len(first["items"]) == 2 and [item["event_id"] for item in rest["items"]] == [str(old)]
    key = TicketCancelled.routing_key
    assert client.get(f"{ADDRESS}/counts", headers=admin).json == {
        "dead": {key: 3}, "waiting": {key: 1}, "dropped": {}
    }  # fmt: skip


def test_inside_it_is_masked_and_says_why_who_answers_and_of_which_ticket(client, admin, bury):
    ticket = uuid4()
    said = "INSERT failed: 13812345521\n[SQL: INSERT] [parameters: {'name': '李敏敏'}]"
    event = client.get(f"{ADDRESS}/{bury('call 13812345521', error=RuntimeError(said), ticket=ticket)}", headers=admin)
    seen, text = event.json, event.get_data(as_text=True)
    assert "13812345521" not in text and "李敏敏" not in text and "138****5521" in seen["body"]
    assert seen["reason"].startswith("The program failed") and seen["detail"].endswith("138****5521")
    assert seen["ticket_id"] == str(ticket) and json.loads(seen["body"])["data"]["number"] == "T-1"
    assert [name.rsplit(".", 1)[1] for name in seen["handlers"]] == ["on_ticket_cancelled"]


def test_a_replay_says_what_became_of_it_and_is_on_record(client, admin, bury, store):
    event, trouble[:] = bury("one"), [BadInput("never")]
    tried = client.post(f"{ADDRESS}/{event}/replay", headers=admin, json={"because": "perhaps now"})
    assert tried.json == {"event_id": str(event), "state": "dead"}
    trouble.clear()
    assert client.post(f"{ADDRESS}/{event}/replay", headers=admin, json={}).json["state"] == "handled"
    with store.reading(None) as session:
        assert session.scalars(select(house.Thing.name)).all() == ["one"]
    assert client.post(f"{ADDRESS}/{event}/replay", headers=admin, json={}).status_code == 404
    first, second = entries(store)
    assert (first.action, first.subject, first.about_id) == ("event.replayed", "person:chief", str(event))
    assert first.because == "perhaps now" and json.loads(first.before)["state"] == "dead" and second.sequence == 2


def test_all_that_fit_become_due_and_the_others_stay(client, admin, bury, store):
    for reason in ("one", "two"):
        bury(reason)
    kept = bury("kept", site=UUID(int=3))
    done = client.post(f"{ADDRESS}/replay", headers=admin, json={"site_id": str(SITE), "because": "corrected"}).json
    assert done == {"replayed": 2, "left": 0}
    house.service(handlers=(ROOM,)).settlement(store).retry_due(datetime.now(UTC) + timedelta(days=1))
    with store.reading(None) as session:
        assert set(session.scalars(select(house.Thing.name))) == {"one", "two"}
    assert [item["event_id"] for item in client.get(ADDRESS, headers=admin).json["items"]] == [str(kept)]


def test_a_drop_needs_a_reason_and_a_dead_event(client, admin, bury, store):
    event, waiting = bury(), bury(hopeless=False)
    assert client.post(f"{ADDRESS}/{event}/drop", headers=admin, json={}).status_code == 422
    assert client.post(f"{ADDRESS}/{waiting}/drop", headers=admin, json={"reason": "x"}).status_code == 409
    seen = client.post(f"{ADDRESS}/{event}/drop", headers=admin, json={"reason": "test data"}).json
    assert (seen["state"], seen["settled_by"], seen["settled_reason"]) == ("dropped", "李敏", "test data")
    assert client.post(f"{ADDRESS}/{event}/replay", headers=admin, json={}).status_code == 409
    assert [(entry.action, entry.because) for entry in entries(store)] == [("event.dropped", "test data")]


STRANGERS = {
    "another operator": house.person("stranger", "admin", operator=OTHER_OPERATOR, site="*"),
    "another site": house.person("neighbour", "admin", site=str(OTHER_SITE)),
    "admin elsewhere, desk here": Principal(
        "person:both", "person", "李敏", "both", OPERATOR, {str(SITE): ("desk",), str(OTHER_SITE): ("admin",)}
    ),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_an_event_of_others_is_not_there(who, client, bearer, bury, store):
    event, stranger = bury(), bearer(STRANGERS[who])
    assert client.get(ADDRESS, headers=stranger).json["items"] == []
    assert client.get(f"{ADDRESS}/counts", headers=stranger).json == {"dead": {}, "waiting": {}, "dropped": {}}
    tries = [("get", "", None), ("post", "/replay", {}), ("post", "/drop", {"reason": "x"})]
    for method, act, body in tries:
        asked = {} if body is None else {"json": body}
        assert getattr(client, method)(f"{ADDRESS}/{event}{act}", headers=stranger, **asked).status_code == 404
        if act != "":
            page = getattr(client, method)(f"/dead-events/{event}{act}", headers=same_origin(stranger), data=body)
            assert page.status_code == 404
    assert client.post(f"{ADDRESS}/replay", headers=stranger, json={}).json == {"replayed": 0, "left": 0}
    assert client.get(f"/dead-events/{event}", headers=stranger).status_code == 404
    assert entries(store) == []


def test_without_the_scope_a_stranger_would_see_it(client, bearer, bury, monkeypatch):
    event, stranger = bury(), bearer(STRANGERS["another operator"])
    monkeypatch.setattr(worklist, "within", lambda table, principal: true())
    assert client.get(f"{ADDRESS}/{event}", headers=stranger).status_code == 200


def test_what_names_no_operator_or_no_site_is_not_for_the_admin_of_one(client, bearer, admin, store, bury, capsys):
    settlement = house.service(handlers=(ROOM,)).settlement(store)
    settlement.handle_all(["garbage 13812345521"], datetime.now(UTC))
    of_whole = bury(site=None)
    assert [item["event_id"] for item in client.get(ADDRESS, headers=admin).json["items"]] == [str(of_whole)]
    here = bearer(house.person("local", "admin"))
    assert client.get(ADDRESS, headers=here).json["items"] == []
    assert dead.run(settlement, ["list", "--type", "unreadable"]) == 0
    (line, _counted) = capsys.readouterr().out.splitlines()
    assert dead.run(settlement, ["show", line.split()[0]]) == 0 and "138****5521" in capsys.readouterr().out
    assert dead.run(settlement, ["drop", line.split()[0], "--by", "li", "--reason", "noise"]) == 0
    assert [(entry.operator_id, entry.subject) for entry in entries(store)] == [(UUID(int=0), "command:li")]


@pytest.mark.parametrize("role", ["desk", "supervisor", "manager", "head_office", "technician"])
def test_it_is_for_administrators_alone(role, client, bearer, bury):
    event, somebody = bury(), bearer(house.person("somebody", role, site="*"))
    for address in (ADDRESS, f"{ADDRESS}/counts", f"{ADDRESS}/{event}", "/dead-events", f"/dead-events/{event}"):
        assert client.get(address, headers=somebody).status_code == 403
        assert client.get(address, headers={"Accept": "application/json"}).status_code in (401, 303)


def same_origin(headers: dict) -> dict:
    return {**headers, "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_say_the_same_in_both_languages(language, client, admin, bury):
    event = bury("call 13812345521")
    listed = client.get(f"/dead-events?lang={language}", headers=admin).get_data(as_text=True)
    shown = client.get(f"/dead-events/{event}?lang={language}", headers=admin).get_data(as_text=True)
    words = {
        "zh": ("受理单已撤销", "它所说的事情当时还没有到达这里。"),
        "en": ("Ticket cancelled", "had not arrived here"),
    }
    for page in (listed, shown):
        assert all(said in page for said in words[language]) and "13812345521" not in page
    assert client.get("/dead-events?site_id=x", headers=admin).status_code == 422


def test_people_decide_on_the_pages(client, admin, bury):
    trouble[:] = [BadInput("never")]
    event, headers = bury(), same_origin(admin)
    again = client.post(f"/dead-events/{event}/replay", headers=headers)
    assert again.status_code == 303 and "did not work" in client.get(again.location + "&lang=en", headers=admin).text
    refused = client.post(f"/dead-events/{event}/drop", headers=headers, data={"reason": " "})
    assert refused.status_code == 422 and str(event) in refused.text
    assert client.post(f"/dead-events/{event}/drop", headers=headers, data={"reason": "no"}).status_code == 303
    trouble.clear()
    done = client.post(f"/dead-events/{bury()}/replay", headers=headers)
    assert "has taken effect" in client.get(done.location + "&lang=en", headers=admin).text
    bury()
    everything = client.post("/dead-events/replay", headers=headers, data={"because": "corrected"})
    page = client.get(everything.location + "&lang=en", headers=admin).text
    assert "1 are tried again, 0 are left" in page and 'hx-trigger="every 3s"' in page
    assert "1" in client.get("/dead-events/counts?state=waiting", headers=admin).text

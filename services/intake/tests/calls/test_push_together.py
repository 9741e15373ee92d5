"""Single pushes that arrive at the same moment are written together, and each is answered as if it were alone (RD-3).

On SQLite every push is a transaction of its own; the same promises hold there.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from sqlalchemy import delete, select

from services.intake.accounts.models import Integration, PushSecret
from services.intake.calls import integrations
from services.intake.calls.models import Push
from services.intake.calls.together import Together
from services.intake.tests.calls.conftest import PROFILE, record
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE

SECOND = b"the-secret-of-the-second-one-32b"


@pytest.fixture
def extra_settings(extra_settings) -> dict:
    """All of them are worked on at once; how many wait for their turn is another matter (F18)."""
    return extra_settings | {"web_threads": 32}


def waited_for(together, count: int) -> None:
    while len(together._waiting) < count:
        Event().wait(0.001)


def busy(together) -> Event:
    """Somebody is at work until the event is set, so that whoever comes now waits and makes one group."""
    free, begun = Event(), Event()

    def hold(things):
        begun.set()
        free.wait(30)
        return things

    Thread(target=together.do, args=("the first", hold)).start()
    begun.wait(30)
    return free


@pytest.fixture
def at_once(store, platform, monkeypatch):
    """`at_once([call, …])` → their answers; on PostgreSQL all of one platform are one group."""
    monkeypatch.setattr(integrations, "KEPT_SECONDS", 3600)

    def run(calls, others=()):
        lanes = {}
        if not store.sqlite:
            ids = (platform.id, *others)
            lanes = {one: integrations.kept_platform(store, one, datetime.now(UTC)).together for one in ids}
        held = [busy(lane) for lane in lanes.values()]
        with ThreadPoolExecutor(len(calls)) as pool:
            asked = [pool.submit(call) for call in calls]
            while lanes and sum(len(lane._waiting) for lane in lanes.values()) < len(calls):
                if any(one.done() for one in asked):
                    raise AssertionError("A push was answered before its group was.")
                Event().wait(0.001)
            for free in held:
                free.set()
            return [one.result(60) for one in asked]

    return run


def statuses(answers) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_who_comes_while_one_is_at_work_is_done_with_the_others_and_told_its_own():
    together, groups = Together(most=3), []
    free = busy(together)

    def act(things):
        groups.append(list(things))
        return [ValueError(thing) if thing == "bad" else thing.upper() for thing in things]

    with ThreadPoolExecutor(5) as pool:
        asked = []
        for n, thing in enumerate(("a", "bad", "c", "d", "e"), start=1):
            asked.append(pool.submit(together.do, thing, act))
            waited_for(together, n)
        free.set()
        assert [asked[n].result(30) for n in (0, 2, 3, 4)] == ["A", "C", "D", "E"]
        with pytest.raises(ValueError, match="bad"):
            asked[1].result(30)
    assert groups == [["a", "bad", "c"], ["d", "e"]]
    assert together.do("alone", act) == "ALONE"


def test_pushes_of_one_moment_each_become_their_own_ticket(push, at_once, left, announced):
    answers = at_once([lambda n=n: push(record(f"k{n}")) for n in range(6)])
    assert statuses(answers) == [201] * 6 and [a.json["external_id"] for a in answers] == [f"k{n}" for n in range(6)]
    assert len({a.json["number"] for a in answers}) == 6
    there = left()
    assert (there["tickets"], there["outbox"], there["chronicle_entries"], there["push_signatures"]) == (6, 12, 6, 6)
    told = announced()
    assert [name for name, _ in told] == ["intake.ticket.opened", "intake.ticket.moved"] * 6


def test_every_event_of_a_group_belongs_to_the_trace_of_its_own_request(client, push, platform, at_once, store):
    def sent(n):
        raw = json.dumps(record(f"k{n}")).encode()
        headers = {**push.signed(raw), "traceparent": f"00-{n + 1:032x}-{1:016x}-01"}
        return client.post(f"{platform.path}/pushes", data=raw, headers={**headers, "Content-Type": "application/json"})

    answers = at_once([lambda n=n: sent(n) for n in range(3)])
    with store.reading(None) as session:
        bodies = [json.loads(body) for body in session.scalars(select(store.table("outbox").c.body))]
    traces = {body["data"].get("external_id"): body["traceparent"].split("-")[1] for body in bodies}
    assert {a.json["external_id"]: traces[a.json["external_id"]] for a in answers} == {
        f"k{n}": f"{n + 1:032x}" for n in range(3)
    }


def test_a_bad_push_spoils_none_of_its_group(push, at_once, store, left):
    """One names a site of somebody else, one is refused by the database itself."""
    push(record("taken"))
    with store.work(None) as work:
        work.session.execute(delete(Push))  # its ticket stands: the key of the tickets refuses a second one
    group = [record("g1"), record("far", Borough="ELSEWHERE"), record("taken"), record("g2")]
    answers = at_once([lambda r=r: push(r) for r in group])
    assert [answer.status_code for answer in answers] == [201, 422, 409, 201]
    assert left()["pushes"] == 2 and left()["tickets"] == 3


def test_one_external_id_twice_in_a_group_is_one_ticket(push, at_once, left):
    answers = at_once([lambda: push(record("twin")) for _ in range(3)] + [lambda: push(record("other"))])
    assert statuses(answers) == [200, 200, 201, 201] and left()["tickets"] == 2
    assert len({answer.json["number"] for answer in answers}) == 2


def test_one_external_id_with_two_bodies_in_a_group_is_a_conflict(push, at_once, left):
    answers = at_once([lambda note=note: push(record("twin", Note=note)) for note in ("one", "two")])
    assert statuses(answers) == [201, 409] and left()["tickets"] == left()["push_signatures"] == 1


def test_a_replay_within_a_group_is_refused(push, at_once, left):
    raw = json.dumps(record("replayed")).encode()
    headers = push.signed(raw)
    answers = at_once([lambda: push(None, raw=raw, headers=headers) for _ in range(2)] + [lambda: push(record("g"))])
    assert statuses(answers) == [201, 201, 401] and left()["tickets"] == left()["push_signatures"] == 2


def test_two_platforms_at_once_are_two_groups_and_may_use_the_same_ids(push, client, at_once, store, now, left):
    with store.work(Principal.system(OPERATOR), now=now) as work:
        other = Integration(id=new_id(), code="second", name="Second", site_ids=[str(SITE)], profile=PROFILE)
        work.session.add(other)
        work.session.flush()
        work.session.add(PushSecret(integration_id=other.id, secret=SECOND, expires_at=None))
    path = f"/integrations/{other.id}/pushes"

    def second(n):
        raw = json.dumps(record(f"k{n}")).encode()
        headers = push.signed(raw, secret=SECOND)
        return client.post(path, data=raw, headers={**headers, "Content-Type": "application/json"})

    calls = [lambda n=n: push(record(f"k{n}")) for n in range(3)] + [lambda n=n: second(n) for n in range(3)]
    answers = at_once(calls, others=(other.id,))
    assert statuses(answers) == [201] * 6 and len({a.json["ticket_id"] for a in answers}) == 6
    with store.reading(None) as session:
        owners = session.scalars(select(Push.integration_id)).all()
    assert owners.count(other.id) == 3

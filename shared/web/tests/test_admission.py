"""F18: few requests are served at once, few wait, the others are told at once; probes are always answered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from shared.messaging.tests.carriers import eventually
from shared.web import admission
from shared.web.app import make_app
from shared.web.tests import house

SECONDS = 30


@pytest.fixture
def app(store, settings):
    """Two at once, three waiting; /slow is served when the test says so."""
    store.settings = replace(settings, web_threads=2, web_waiting=3, web_patience=SECONDS)
    app = make_app(house.service(), store)
    app.extensions["gate"] = gate = Event()

    @app.get("/slow")
    def slow():
        gate.wait(SECONDS)
        return "served"

    slow.allow = "public"
    return app


def held(app) -> admission.Admission:
    return app.extensions["admission"]


def test_who_finds_the_waiting_room_full_is_told_at_once_and_the_others_are_served(app, client):
    with ThreadPoolExecutor(5) as callers:
        inside = [callers.submit(app.test_client().get, "/slow") for _ in range(5)]
        eventually(lambda: held(app).room._value == 0)
        refused = client.get("/slow")
        assert refused.status_code == 503 and refused.json["code"] == "unavailable"
        assert 1 <= int(refused.headers["Retry-After"]) <= 4
        assert client.get("/livez").status_code == 200, "an orchestrator must not take us for dead"
        app.extensions["gate"].set()
        assert [one.result(SECONDS).status_code for one in inside] == [200] * 5
    assert client.get("/slow").status_code == 200
    assert (held(app).room._value, held(app).desk._value) == (5, 2), "nobody's place was kept or given twice"


def test_places_are_free_again_after_a_refusal_and_after_a_fault(app, client, desk):
    for path in ("/api/v1/broken", "/api/v1/busy", "/api/v1/nowhere", "/api/v1/things"):
        for _ in range(6):
            client.get(path)
    assert (held(app).room._value, held(app).desk._value) == (5, 2)


def test_who_waited_too_long_is_sent_away_and_leaves_no_gap():
    one = admission.Admission(at_once=1, waiting=1, patience=0.01)
    one.enter()
    with pytest.raises(admission.Unavailable):
        one.enter()
    one.leave()
    assert (one.room._value, one.desk._value) == (2, 1)

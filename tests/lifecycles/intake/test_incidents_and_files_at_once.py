"""Many confirm the same proposal, take one ticket for two incidents, or send the same picture, all at once (C-3)."""

import io
from collections import Counter

import pytest

from services.intake.attachments.models import Attachment
from services.intake.tests.attachments.conftest import files_folder, picture  # noqa: F401
from services.intake.tests.incidents.conftest import burst, proposed  # noqa: F401
from shared.testing.people import SITE, person
from tests.lifecycles.crowd import at_once, one_won

MANY = 12


@pytest.fixture
def extra_settings(files_folder) -> dict:  # noqa: F811
    return {"files_place": f"folder://{files_folder}"}


@pytest.fixture
def desks(client):
    return [client.as_(person(f"desk{n}", "desk")) for n in range(MANY)]


def test_of_many_who_decide_about_a_proposal_one_decides(desks, proposed, announced, look):  # noqa: F811
    incident, tickets = proposed
    steps = [("confirm", {"description": "停水"}), ("dismiss", {"reason": "x"})]
    path = f"/incidents/{incident['id']}/"
    one_won(
        at_once(lambda n: desks[n].post(path + steps[n % 2][0], json=steps[n % 2][1], version=1), MANY),
        told=(409, 412),
    )
    confirmed = len(announced("intake.incident.declared"))
    assert confirmed in (0, 1)
    assert {look(one)["state"] for one in tickets} == {"waiting" if confirmed else "open"}


def test_of_many_incidents_one_gets_the_ticket(desks, opened, look):
    ticket = opened()
    asked = {"site_id": str(SITE), "description": "停电"}
    made = [desk.post("/incidents", json=asked).json for desk in desks]
    body = {"tickets": [ticket["id"]]}
    answers = at_once(lambda n: desks[n].post(f"/incidents/{made[n]['id']}/attach", json=body, version=1), MANY)
    one_won(answers, told=(409, 412, 422))
    won = next(answer.json for answer in answers if answer.status_code == 200)
    assert look(ticket)["waiting_reason"].startswith(won["number"]) and look(ticket)["moves"] == 2


def test_many_times_the_same_picture_is_one_file(desks, opened, store):
    ticket, content = opened(), picture()

    def send(n):
        form = {"file": (io.BytesIO(content), "photo.jpg")}
        path = f"/tickets/{ticket['id']}/attachments"
        return desks[n].post(path, data=form, content_type="multipart/form-data")

    answers = at_once(send, MANY)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: MANY - 1}
    assert len({answer.json["id"] for answer in answers}) == 1
    with store.reading(None) as session:
        assert session.query(Attachment).count() == 1

"""Requests by Open311: a ticket like any other, the same answer again, who may see what (RD-3, RD-4, RD-5, RF-6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from services.intake.open311.models import Open311Post
from services.intake.tests.open311.conftest import texts
from services.intake.tests.open311.sending import CODE, LAMP
from services.intake.tests.open311.test_services import CHOICES, QUESTION, site_says  # noqa: F401  a fixture


def test_a_post_becomes_a_ticket_that_nobody_owns_yet(post, client, desk, place, sender, announced):
    answer = post(**{"attribute[priority]": "urgent", "attribute[occurred_at]": "2026-03-04T08:00:00+08:00"})
    assert answer.status_code == 201
    ((said),) = answer.document
    assert "token" not in said and said["service_notice"] is None
    ticket = client.as_(desk).get(f"/tickets/{said['service_request_id']}").json
    assert (ticket["channel"], ticket["kind"], ticket["category"]) == ("web", "repair_unit", CODE)
    assert ticket["integration_id"] == sender.id and ticket["unit_id"] == str(place.unit.id)
    assert ticket["caller"]["phone"] == "+8613812345521" and ticket["caller"]["name"] == "敏 李"
    assert ticket["owner_id"] is None and ticket["version"] == 1 and ticket["agent_name"] == "City 311"
    assert (ticket["priority"], ticket["occurred_at"]) == ("urgent", "2026-03-04T00:00:00Z")
    assert [name for name, _facts in announced()] == ["intake.ticket.opened", "intake.ticket.moved"]


def test_the_same_post_again_gets_the_first_answer_and_another_a_new_one(post, tickets_kept, announced):
    first, again = post(form="xml"), post(form="xml")
    assert (first.status_code, again.status_code) == (201, 201) and first.data == again.data
    assert len(tickets_kept()) == 1 and len(announced("intake.ticket.opened")) == 1
    post(description="Now the bathroom too.")
    assert len(tickets_kept()) == 2


def test_of_the_same_post_twice_at_once_one_becomes_a_ticket(post, tickets_kept, sender):
    with ThreadPoolExecutor(4) as several:
        answers = list(several.map(lambda _n: post(), range(4)))
    assert {answer.status_code for answer in answers} == {201} and len({answer.data for answer in answers}) == 1
    assert len(tickets_kept()) == 1


def test_the_same_words_days_later_are_a_new_request(post, tickets_kept, store):
    post()
    with store.work(None) as work:
        work.session.execute(update(Open311Post).values(posted_at=datetime.now(UTC) - timedelta(hours=25)))
    post()
    assert len(tickets_kept()) == 2
    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(Open311Post)) == 1


BAD = [
    ({"api_key": None}, 403),
    ({"api_key": f"fdk_{0:032}_notakeynotakeynotakey"}, 403),
    ({"service_code": None}, 400),
    ({"service_code": "no.such"}, 400),
    ({"address_id": None}, 400),
    ({"address_id": "99-9-999"}, 400),
    ({"address_id": None, "lat": "31.2"}, 400),
    ({"lat": "91", "long": "0"}, 400),
    ({"lat": "nan", "long": "0"}, 400),
    ({"description": "x" * 4001}, 400),
    ({"jurisdiction_id": "JX"}, 404),
    ({"media_url": "file:///etc/passwd"}, 400),
    ({"attribute[colour]": "red"}, 400),
    ({"attribute[priority]": "at once"}, 400),
]


def test_what_cannot_be_taken_is_refused_and_leaves_nothing(post, tickets_kept, announced):
    for more, status in BAD:
        answer = post(form="xml", **more)
        assert answer.status_code == status and texts(answer.document, "error/code") == [str(status)], more
    assert tickets_kept() == [] and announced() == []


def test_required_answers_are_asked_for_and_several_are_kept(post, site_says, tickets_kept):  # noqa: F811
    site_says(attributes={CODE: [{**QUESTION, "values": CHOICES}]})
    assert post().status_code == 400
    assert post(**{"attribute[rooms][]": ["kitchen", "bath"]}).status_code == 201
    assert tickets_kept()[0].description == "厨房水管漏水\nrooms: kitchen, bath"


def test_a_long_description_is_kept_whole_beside_the_ticket(post, speak, sender, tickets_kept):
    post(description="水" * 4000)
    assert len(tickets_kept()[0].description) == 2000
    assert speak("requests.json", api_key=sender.api_key).document[0]["description"] == "水" * 4000


def test_everybody_sees_public_places_and_only_the_sender_what_is_somebody_s_own(post, speak, sender):
    flat = post().document[0]["service_request_id"]
    lamp = post(
        service_code=LAMP,
        address_id=None,
        address_string="东门路灯",
        description="不亮, 13812345521",
        lat="31.2",
        long="121.4",
    ).document[0]["service_request_id"]
    (seen,) = speak("requests.json").document
    assert seen["service_request_id"] == lamp and seen["address"] == "东门路灯" and seen["status"] == "open"
    assert seen["description"] == "不亮, 138****5521" and seen["lat"] == "31.2"
    assert (seen["status_notes"], seen["service_code"]) == ("open", LAMP) and seen["expected_datetime"]
    hidden = speak(f"requests/{flat}.json").document[0]
    assert (hidden["status"], hidden["description"], hidden["address_id"]) == ("open", None, None)
    own = speak("requests.xml", api_key=sender.api_key).document
    assert set(texts(own, "request/service_request_id")) == {flat, lamp}
    assert "3-2-1201" in texts(own, "request/address_id")
    assert "13812345521" not in speak("requests.xml").data.decode()


def test_requests_are_found_by_id_service_state_and_page(post, speak, sender, client, desk, supervisor):
    ids = [post(description=f"No. {n}").document[0]["service_request_id"] for n in range(3)]
    ticket = client.as_(desk).get(f"/tickets/{ids[0]}").json
    client.as_(supervisor).post(f"/tickets/{ids[0]}/waive", version=ticket["version"], json={"reason": "Rang."})
    ask = lambda **query: [  # noqa: E731
        one["service_request_id"] for one in speak("requests.json", api_key=sender.api_key, **query).document
    ]
    assert ask(status="closed") == ids[:1] and set(ask(status="open,closed")) == set(ids)
    assert ask(service_code=LAMP) == [] and set(ask(service_code=f"{LAMP},{CODE}")) == set(ids)
    assert set(ask(service_request_id=f"{ids[0]},{ids[2]},nothing", status="open")) == {ids[0], ids[2]}
    assert len(ask(page_size="2")) == 2 and len(ask(page_size="2", page="2")) == 1
    assert ask(end_date="2020-01-01T00:00:00Z") == []


def test_where_a_site_looks_first_the_sender_holds_a_token(post, speak, site_says, client, desk, tickets_kept):  # noqa: F811
    site_says(review=True)
    (said,) = post(service_code=LAMP).document
    assert "service_request_id" not in said
    assert speak(f"tokens/{said['token']}.json").document == [{"token": said["token"]}]
    (ticket,) = tickets_kept()
    assert speak(f"requests/{ticket.id}.json").status_code == 404 and speak("requests.json").document == []
    client.as_(desk).post(f"/tickets/{ticket.id}/take", version=ticket.version)
    root = speak(f"tokens/{said['token']}.xml").document
    assert texts(root, "request/service_request_id") == [str(ticket.id)]
    assert speak(f"requests/{ticket.id}.json").status_code == 200 and len(speak("requests.json").document) == 1


class TestTooOften:
    @pytest.fixture
    def extra_settings(self) -> dict:
        return {"pushes_per_minute": 2}

    def test_who_posts_too_often_is_told_when_to_come_again(self, post):
        answers = [post(description=f"No. {n}") for n in range(3)]
        assert [answer.status_code for answer in answers] == [201, 201, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0 and answers[-1].document[0]["code"] == "429"

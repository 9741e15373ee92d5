"""Notify's things: messages, return visits, texts, platforms that are told, at three places."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from shared.contracts import dispatch, intake
from tests.security.cast import PLACES, boss
from tests.security.worlds import World, taken

AT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
SECRET = "whsec_" + "c2VjcmV0LW9mLXRoZS10ZXN0cy1vZi1mcm9udGRlc2s="


def build(client, hear, store) -> World:
    ids = {place: _place(client.as_(boss(place)), hear, place) for place in PLACES}
    return World(ids, bodies=BODIES)


def _place(chief, hear, place: str) -> dict:
    operator, site = PLACES[place]
    told, word = {"operator_id": operator, "site_id": site}, f"{place}-words"
    name = {"zh": word, "en": word}
    facts = {"version": 1, "code": place, "name": name, "timezone": "Asia/Shanghai", "currency": "CNY"}
    hear(intake.SiteChanged, about=site, settings={}, **facts, **told)
    integration, ticket = uuid4(), uuid4()
    hook = {"url": f"https://{place}.example.org/hook", "secret": SECRET, "site_ids": [str(site)]}
    taken(chief.put(f"/webhook-subscriptions/{integration}", json=hook))
    _tell_of_work(hear, ticket, integration, word, told)
    text = {"kind": "ticket_opened", "language": "zh", "body": word, "site": place}
    report = taken(chief.post("/templates/imports", json={"templates": [text]}))
    assert report["refused"] == 0, report
    find = lambda what: next(  # noqa: E731
        one["id"] for one in chief.get(f"/{what}?ticket_id={ticket}").json["items"] if one["site_id"] == str(site)
    )
    return {
        "site_id": site, "ticket_id": ticket, "integration_id": integration, "message_id": find("messages"),
        "visit_id": find("return-visits"), "delivery_id": find("webhook-deliveries"), "site_code": place, "word": word,
        "code": "not-found", "name": "frame.css",
    }  # fmt: skip


def _tell_of_work(hear, ticket, integration, word: str, told: dict) -> None:
    caller = {"name": word, "phone": "+8613812345521", "language": "zh"}
    place = {"unit_id": None, "unit_code": word}
    facts = {"ticket_id": ticket, "number": f"T-{word}"[:20], "version": 1, "kind": "repair_unit", "priority": "normal"}
    facts |= {"channel": "phone", "description": word, "opened_at": AT, "caller": caller, "place": place}
    hear(intake.TicketOpened, about=ticket, category_name={"zh": "漏水", "en": "Leak"}, **facts, **told)
    move = {"action": "open", "from_state": None, "to_state": "open", "at": AT, "reason": None, "external_id": "HX1"}
    number = {"ticket_id": ticket, "number": facts["number"], "sequence": 1}
    hear(intake.TicketMoved, about=ticket, integration_id=integration, **number, **move, **told)
    order = {"work_order_id": uuid4(), "number": "W-2026-000001", "version": 1, "ticket_id": ticket, "kind": "first"}
    order |= {
        "ticket_number": facts["number"],
        "ticket_kind": "repair_unit",
        "state": "completed",
        "priority": "normal",
    }
    technician = {"staff_id": uuid4(), "code": "S001", "name": word, "login": "tech"}
    done = {"at": AT, "technician": technician, "place": place, "lines": [], "amount": Decimal("0.00")}
    hear(dispatch.WorkOrderCompleted, about=order["work_order_id"], **order, **done, **told)


BODIES = {
    "templates.import_templates": lambda i: {
        "templates": [{"kind": "ticket_closed", "language": "zh", "body": "Words", "site": i["site_code"]}]
    },
    "templates.preview_template": lambda i: {"kind": "ticket_opened", "language": "zh", "site_id": str(i["site_id"])},
    "return_visits.attempt_visit": lambda i: {"result": "no_answer"},
    "webhooks.put_subscription": lambda i: {
        "url": "https://hooks.example.org/new", "secret": SECRET, "site_ids": [str(i["site_id"])],
    },
}  # fmt: skip

"""The sweep finds what it is there to find: a door without scope, a role too many, a door nobody has thought about."""

from dataclasses import replace

import pytest
from flask import Response

from shared.web.current import store as the_store
from shared.web.doors import Room
from shared.web.sheets import Column, Sheet, xlsx_file
from tests.security.asking import Asking
from tests.security.cast import OWN
from tests.security.doors import doors_of
from tests.security.expected import TABLE, expected_of, read, table
from tests.security.sweep import SPREADSHEET, Sweep, unknown_doors, words_of


@pytest.fixture(params=["billing"])
def service(request):
    from services.billing.service import service

    return service


def planted_room() -> Room:
    """A door that reads a bill and forgets whose it is."""
    from sqlalchemy import select

    room = Room("planted", __name__)

    @room.get("/planted/<uuid:bill_id>", allow=("cashier",))
    def read_any_bill(bill_id):
        bills = the_store().table("bills")
        with the_store().reading(None) as session:
            found = session.execute(select(bills.c.number).where(bills.c.id == bill_id)).first()
        return {"number": found.number} if found else ({}, 404)

    return room


def swept(service, settings, store, world, keys, known: dict) -> Sweep:
    app = service.web_app(settings, store)
    sweep = Sweep(Asking(app, keys[0], world))
    for door in doors_of(app, service.name):
        said = expected_of(door, known)
        if said and "bill_id" in door.parts:
            sweep.roles(door, said, world.ids[OWN])
            sweep.foreign(door, said, world.ids[OWN])
    return sweep


def test_a_door_that_forgets_the_scope_is_found(service, settings, store, world, token_keys):
    planted = replace(service, routes=(*service.routes, planted_room()))
    known = table() | {("billing", "GET /planted/{bill_id}"): table()["billing", "page GET /receipts/{number}"]}
    wrong = swept(planted, settings, store, world, token_keys, known).wrong
    assert [said for said in wrong if "/planted/" in said and "foreign:next door" in said], wrong
    assert [said for said in wrong if "/planted/" in said and "foreign:other operator" in said], wrong
    assert [said for said in wrong if "/planted/" not in said] == []


def test_a_door_that_lets_one_role_too_many_in_is_found(app, service, settings, store, world, token_keys, monkeypatch):
    """Either side may be widened: the door, or the table."""
    stricter = TABLE.read_text("utf-8").replace('takers = ["cashier", "manager"]', 'takers = ["cashier"]')
    stricter = stricter.replace('money = ["desk", ', "money = [")
    wrong = swept(service, settings, store, world, token_keys, read(stricter)).wrong
    assert [said for said in wrong if "GET /api/v1/bills/{bill_id} as role:desk: 200, but may not" in said], wrong


def test_what_a_packed_spreadsheet_shows_is_read():
    foreign = Sheet("foreign", (Column(lambda: "Words", lambda words: words),))
    answer = Response(xlsx_file.write(foreign, ["far-words"]).read(), mimetype=SPREADSHEET)
    assert b"far-words" not in answer.get_data() and "far-words" in words_of(answer)


def test_a_door_that_nobody_has_thought_about_is_found(service, settings, store):
    app = replace(service, routes=(*service.routes, planted_room())).web_app(settings, store)
    assert unknown_doors(doors_of(app, "billing")) == ["billing: GET /api/v1/planted/{bill_id}"]


def test_a_door_whose_address_names_a_new_kind_of_thing_is_found(service, settings, store, world):
    room = Room("planted", __name__)
    room.get("/planted/<uuid:meter_id>", allow=("cashier",))(lambda meter_id: {})
    app = replace(service, routes=(room,)).web_app(settings, store)
    (door,) = [door for door in doors_of(app, "billing") if "planted" in door.rule]
    with pytest.raises(KeyError, match="meter_id"):
        door.address(world.ids[OWN])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"GET /bills", ', '"GET /bills", "GET /bills", '),
        lambda text: text.replace('takers = ["cashier"', 'takers = ["king"'),
    ],
)
def test_a_table_that_is_not_right_is_refused(spoil):
    with pytest.raises(ValueError, match="twice|no role"):
        read(spoil(TABLE.read_text("utf-8")))

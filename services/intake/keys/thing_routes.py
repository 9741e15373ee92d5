"""Programs' doors to what customers left at the desk, and to the monthly count (RF-4, RF-7)."""

from services.intake.tickets.lifecycle import LEADERS
from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import Page, keyset
from shared.web.versions import check_version

from . import queries, thing_schemas, usecases
from .counts import KeyCount
from .looking import shown_thing
from .models import KEEPERS
from .routes import READERS, keys
from .thing_schemas import EndThing, KeyCountView, ThingView
from .things import EntrustedThing

things = Room("entrusted", __name__, description="What customers leave at the desk, receipted in and out (RF-7)")


def end_thing(thing_id, step, **facts):
    with work() as w:
        thing = queries.thing_by_id(w.session, thing_id, locked=True)
        check_version(thing)
        return shown_thing(step(w, thing, **facts), principal())


@things.get("/entrusted-things", allow=READERS, query=thing_schemas.ThingQuery, answer=ThingView, page=True)
def list_things(asked):
    with reading() as session:
        page = keyset(session, queries.things(asked), (EntrustedThing.taken_at, EntrustedThing.id), asked)
        return Page([shown_thing(thing, principal()) for thing in page.items], page.next)


@things.post("/entrusted-things", allow=KEEPERS, body=thing_schemas.TakeThing, answer=ThingView, status=201)
def take_thing(asked):
    """`number` is the receipt's."""
    with work() as w:
        return shown_thing(usecases.take_thing(w, **asked), principal())


@things.get("/entrusted-things/<uuid:thing_id>", allow=READERS, answer=ThingView)
def show_thing(thing_id):
    with reading() as session:
        return shown_thing(queries.thing_by_id(session, thing_id), principal())


@things.post("/entrusted-things/<uuid:thing_id>/give-back", allow=KEEPERS, body=EndThing, answer=ThingView)
def give_back(asked, thing_id):
    return end_thing(thing_id, usecases.give_back, **asked)


@things.post("/entrusted-things/<uuid:thing_id>/pass-on", allow=KEEPERS, body=EndThing, answer=ThingView)
def pass_on(asked, thing_id):
    return end_thing(thing_id, usecases.pass_on, **asked)


@keys.get("/key-counts", allow=READERS, query=thing_schemas.KeyCountQuery, answer=thing_schemas.KeyCountRow, page=True)
def list_counts(asked):
    with reading() as session:
        return keyset(session, queries.counts(asked), (KeyCount.drawn_at, KeyCount.id), asked)


@keys.post("/key-counts", allow=KEEPERS, body=thing_schemas.DrawCount, answer=KeyCountView, status=201)
def draw_count(asked):
    """This month's list: all that hangs there or is lent."""
    with work() as w:
        return usecases.draw_count(w, **asked)


@keys.get("/key-counts/<uuid:count_id>", allow=READERS, answer=KeyCountView)
def show_count(count_id):
    with reading() as session:
        return queries.count_by_id(session, count_id)


def count_step(count_id, step, **facts):
    with work() as w:
        count = queries.count_by_id(w.session, count_id, locked=True)
        check_version(count)
        return step(w, count, **facts)


@keys.post("/key-counts/<uuid:count_id>/count", allow=KEEPERS, body=thing_schemas.CountItems, answer=KeyCountView)
def count_items(asked, count_id):
    return count_step(count_id, usecases.count_items, **asked)


@keys.post("/key-counts/<uuid:count_id>/sign", allow=LEADERS, answer=KeyCountView)
def sign_count(count_id):
    """409 names everything that is not counted or not explained."""
    return count_step(count_id, usecases.sign_count)


@keys.post("/key-counts/<uuid:count_id>/withdraw", allow=KEEPERS, body=thing_schemas.WithdrawCount, answer=KeyCountView)
def withdraw_count(asked, count_id):
    return count_step(count_id, usecases.withdraw_count, **asked)

"""An event takes effect exactly once; what fails is parked, tried again, or buried with its reason."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from shared.contracts.intake import TicketCancelled, TicketClosed
from shared.errors import BadInput, NotFound
from shared.messaging import dead, parked
from shared.messaging.envelope import Envelope
from shared.messaging.handlers import Answers, Handlers
from shared.messaging.settlement import Settlement
from shared.testing.people import DESK, OPERATOR, OTHER_OPERATOR, OTHER_SITE, SITE


def cancelled(now, *, operator=OPERATOR, site=SITE, reason="leak") -> Envelope:
    data = TicketCancelled.write({"ticket_id": uuid4(), "number": "T-1", "version": 1, "reason": reason})
    return Envelope.about_fact(
        TicketCancelled,
        about="t",
        data=data,
        operator_id=operator,
        site_id=site,
        time=now,
        because_of=None,
        traceparent=None,
    )


@pytest.fixture
def room(store, thing):
    """A handler that writes a thing named by the event, after doing what `room.before` says."""
    handlers = Handlers()
    handlers.before = lambda event: None

    @handlers.on(TicketCancelled)
    def on_ticket_cancelled(work, event):
        work.session.add(thing(name=event.data["reason"]))
        work.session.flush()
        handlers.before(event)

    handlers.settlement = Settlement(store, Answers([handlers]))
    return handlers


def names(store, thing, who=None) -> list[str]:
    with store.reading(who) as session:
        return sorted(session.scalars(select(thing.name)))


def states(store) -> list[str]:
    table = store.table("parked_events")
    with store.reading(None) as session:
        return list(session.scalars(select(table.c.state).order_by(table.c.parked_at)))


def test_an_event_whose_parking_nobody_confirmed_is_parked_no_more_once_it_is_handled(
    store, thing, room, now, monkeypatch
):
    """Simulated day 1751: the commit came through, its answer did not; the event comes again and fares well."""
    event = cancelled(now)
    room.settlement.any_parked = False  # as the database said a moment ago

    @contextmanager
    def unanswered(*given, **facts):
        with store_work(*given, **facts) as work:
            yield work
        raise ConnectionError

    store_work = store.work
    with monkeypatch.context() as patched, pytest.raises(ConnectionError):
        patched.setattr(store, "work", unanswered)
        room.settlement.park(event, event.body, NotFound("Not yet."), now, hopeless=False)
    assert states(store) == ["waiting"]
    room.settlement.handle_all([event.body], now)
    assert (states(store), names(store, thing)) == ([], ["leak"])


def test_the_same_event_twice_takes_effect_once(store, thing, room, now):
    event = cancelled(now).body
    room.settlement.handle_all([event, event], now)
    room.settlement.handle_all([event], now)
    assert names(store, thing) == ["leak"]


def test_a_batch_with_one_bad_event_keeps_the_good_ones(store, thing, room, now):
    def fail(event):
        if event.data["reason"] == "bad":
            raise RuntimeError("a bug")

    room.before = fail
    room.settlement.handle_all([cancelled(now, reason=r).body for r in ("one", "bad", "two")], now)
    assert names(store, thing) == ["one", "two"]
    assert states(store) == ["waiting"]


def test_a_statement_that_makes_no_sense_is_a_fault_of_ours_and_stops_nobody(store, thing, room, now):
    """SQLite calls it by the same name as a database that is away: waited for, it would stand before all others."""

    def fail(event):
        if event.data["reason"] == "bad":
            with store.reading(None) as session:
                session.execute(text("SELECT no_such_column FROM things"))

    room.before = fail
    room.settlement.handle_all([cancelled(now, reason=r).body for r in ("bad", "two")], now)
    assert (names(store, thing), states(store)) == (["two"], ["waiting"])


def test_what_came_too_early_waits_and_is_tried_again(store, thing, room, now):
    def not_yet(event):
        raise NotFound("No such ticket yet.")

    room.before = not_yet
    room.settlement.handle_all([cancelled(now).body], now)
    assert (names(store, thing), states(store)) == ([], ["waiting"])

    room.before = lambda event: None
    assert room.settlement.retry_due(now) == 0
    room.settlement.retry_due(now + timedelta(seconds=2))
    assert (names(store, thing), states(store)) == (["leak"], [])


def test_an_event_that_is_redelivered_while_parked_leaves_the_park(store, thing, room, now):
    room.before = lambda event: (_ for _ in ()).throw(NotFound("not yet"))
    event = cancelled(now).body
    room.settlement.handle_all([event], now)
    room.before = lambda event: None
    room.settlement.handle_all([event], now)
    assert (names(store, thing), states(store)) == (["leak"], [])


def test_a_rule_that_says_no_buries_at_once(store, room, now):
    room.before = lambda event: (_ for _ in ()).throw(BadInput("never"))
    room.settlement.handle_all([cancelled(now).body], now)
    assert states(store) == ["dead"]


def test_hope_ends_after_the_last_wait(store, room, now):
    room.before = lambda event: (_ for _ in ()).throw(RuntimeError("a bug"))
    room.settlement.handle_all([cancelled(now).body], now)
    for wait in parked.WAITS:
        now += timedelta(seconds=wait * 1.2 + 1)
        room.settlement.retry_due(now)
    assert states(store) == ["dead"]


@pytest.mark.parametrize(
    "garbage",
    ["", "nonsense", "[]", "{}", '{"id": 1}', '{"specversion": "1.0"}', "null", "\ufffd", '{"type":' * 2000],
)
def test_garbage_is_kept_and_the_neighbours_flow(store, thing, room, now, garbage):
    room.settlement.handle_all([garbage, cancelled(now).body, garbage], now)
    assert (names(store, thing), states(store)) == (["leak"], ["dead"])


def test_what_nobody_here_answers_is_buried(store, room, now):
    data = TicketClosed.write({"ticket_id": uuid4(), "number": "T-1", "version": 1, "by": "waiver"})
    event = Envelope.about_fact(
        TicketClosed,
        about="t",
        data=data,
        operator_id=OPERATOR,
        site_id=SITE,
        time=now,
        because_of=None,
        traceparent=None,
    )
    room.settlement.handle_all([event.body], now)
    assert states(store) == ["dead"]


def test_a_batch_of_two_operators_keeps_them_apart(store, thing, room, now):
    ours, theirs = cancelled(now, reason="ours"), cancelled(now, operator=OTHER_OPERATOR, site=OTHER_SITE, reason="x")
    room.settlement.handle_all([ours.body, theirs.body], now)
    assert names(store, thing, DESK) == ["ours"]
    assert names(store, thing) == ["ours", "x"]


def test_dead_events_are_listed_shown_replayed_and_dropped(store, thing, room, now, capsys):
    room.before = lambda event: (_ for _ in ()).throw(BadInput("phone 13812345521 is wrong"))
    first, second = cancelled(now), cancelled(now, reason="second")
    for event in (first, second):
        room.settlement.handle_all([event.body], now)

    def command(*arguments) -> int:
        return dead.run(room.settlement, list(map(str, arguments)))

    assert command("show", first.id) == 0
    shown = capsys.readouterr().out
    assert "138****5521" in shown and "13812345521" not in shown and "on_ticket_cancelled" in shown

    assert command("drop", second.id, "--by", "li", "--reason", "test data") == 0
    assert command("replay", first.id, "--by", "li") == 0
    assert capsys.readouterr().out.endswith(f"{first.id} dead\n")
    room.before = lambda event: None
    assert command("replay", first.id, "--by", "li", "--reason", "corrected") == 0
    assert capsys.readouterr().out.endswith(f"{first.id} handled\n")
    assert names(store, thing) == ["leak"]
    assert states(store) == ["dropped"]
    assert command("drop", uuid4(), "--by", "li", "--reason", "x") == 1


def test_all_dead_events_are_replayed_by_the_consumer_and_each_is_on_record(store, thing, room, now, capsys):
    room.before = lambda event: (_ for _ in ()).throw(BadInput("never"))
    for reason in ("one", "two"):
        room.settlement.handle_all([cancelled(now, reason=reason).body], now)
    room.before = lambda event: None
    assert dead.run(room.settlement, ["replay", "--all", "--by", "li", "--type", "intake.ticket.moved.v1"]) == 0
    assert dead.run(room.settlement, ["replay", "--all", "--by", "li", "--reason", "corrected"]) == 0
    for nobody_knows_which in ([], ["--all", str(uuid4())]):
        with pytest.raises(SystemExit):
            dead.run(room.settlement, ["replay", *nobody_knows_which])
    said = capsys.readouterr().out
    assert "0 will be tried again" in said and "2 will be tried again by the consumer, 0 are left" in said
    room.settlement.retry_due(now + timedelta(days=400))
    assert (names(store, thing), states(store)) == (["one", "two"], [])
    with store.reading(None) as session:
        entries = session.execute(select(store.table("audit_entries"))).all()
    assert {(e.action, e.subject, e.because) for e in entries} == {("event.replayed", "command:li", "corrected")}


def test_an_event_that_must_name_its_site_and_does_not_is_buried(store, now):
    handlers, sites = Handlers(), []
    handlers.on(TicketCancelled)(lambda work, event: sites.append(event.site))
    settlement = Settlement(store, Answers([handlers]))
    settlement.handle_all([cancelled(now, site=None).body], now)
    assert (sites, states(store)) == ([], ["dead"])
    settlement.handle_all([cancelled(now).body], now)
    assert sites == [SITE]

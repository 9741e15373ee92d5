"""The judge is judged: a house in order shows nothing, and of the faults planted in real databases it names each."""

import json

import pytest

from shared import contracts
from shared.ids import new_id
from tests.ledger.book import Book
from tests.ledger.effects import TABLES
from tests.ledger.house import stores_of
from tests.ledger.plants import houses, plant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ledger"), pytest.mark.timeout(420)]


def test_a_house_whose_every_process_was_killed_shows_nothing_and_everything_was_looked_at(day):
    verdict = day.judged()
    assert verdict.bad() == []
    assert verdict.counts["accepted"] == verdict.counts["pushed"] > 0
    assert verdict.counts["repeated"] > 0
    assert verdict.counts["handled"] > verdict.counts["events"] > 0


@pytest.mark.parametrize("faults", houses(), ids=lambda faults: f"{len(faults)} faults")
def test_every_fault_planted_in_a_database_is_named(day, faults):
    for fault in faults.values():
        plant(day.folder, fault)
    named = {(finding.word, finding.rule) for finding in day.judged().bad()}
    assert [what for what, fault in faults.items() if (fault.word, fault.rule) not in named] == []


def test_an_answer_that_the_callers_got_and_the_house_forgot_is_lost(day):
    book = Book(day.book)
    book.answer(book.attempt("HX-promised"), 201, {"ticket_id": "t", "number": "T-2026-000001"})
    assert [finding.about for finding in day.judged().lost] == ["HX-promised"]


def test_an_attempt_that_nobody_answered_and_that_stands_is_recovered_which_is_no_fault(day):
    lines = [json.loads(line) for line in day.book.read_text().splitlines()]
    key = next(iter(Book(day.book).entries()))
    tries = {line["try"] for line in lines if line.get("key") == key}
    kept = [line for line in lines if "status" not in line or line["try"] not in tries]
    day.book.write_text("".join(json.dumps(line) + "\n" for line in kept))
    verdict = day.judged()
    assert [finding.about for finding in verdict.recovered] == [key]
    assert verdict.is_clean()


def test_a_ticket_that_the_book_never_tried_is_unexpected(day):
    key = next(iter(Book(day.book).entries()))
    lines = [line for line in day.book.read_text().splitlines() if json.loads(line).get("key") != key]
    day.book.write_text("\n".join(lines) + "\n")
    assert [finding.about for finding in day.judged().unexpected] == [key]


def test_a_repeat_that_got_another_answer_is_mismatched(day):
    book = Book(day.book)
    key = next(key for key, entry in book.entries().items() if entry.is_accepted)
    told = book.entries()[key].told[0] | {"number": "T-2026-000777"}
    book.answer(book.attempt(key), 200, told)
    assert [finding.about for finding in day.judged().mismatched] == [key]


def test_a_payment_that_was_receipted_and_does_not_stand_is_lost_and_two_receipts_are_doubled(day):
    book = Book(day.book)
    for number in ("R-2026-900001", "R-2026-900002"):
        book.answer(book.attempt("key", kind="payment"), 201, {"receipt_number": number})
    verdict = day.judged()
    assert {finding.rule for finding in verdict.lost} == {"payment"}
    assert [finding.about for finding in verdict.doubled] == ["key"]


def test_a_change_that_the_receiver_did_not_hear_is_lost_and_disorder_is_mismatched(day):
    missed, upset = [ticket for ticket, sequences in day.heard.items() if len(sequences) > 2][:2]
    day.heard[missed].pop()
    day.heard[upset].reverse()
    day.heard["nobody's ticket"] = [1]
    verdict = day.judged()
    assert [finding.about for finding in verdict.lost] == [missed]
    assert [finding.about for finding in verdict.mismatched] == [upset]
    assert [finding.about for finding in verdict.unexpected] == ["nobody's ticket"]


def test_what_is_left_in_a_queue_or_was_set_aside_is_stuck(day):
    day.queues |= {"billing.inbox": 2, "notify.dead": 1}
    assert {finding.about for finding in day.judged().stuck} == {"billing.inbox", "notify.dead"}


def test_a_dead_event_is_stuck_until_somebody_decides(day):
    with stores_of(day.folder) as stores, stores["notify"].work(None) as work:
        table, event = stores["notify"].table("parked_events"), new_id()
        facts = {"routing_key": "x", "body": "{}", "attempts": 8, "error": "x", "parked_at": work.now}
        work.session.execute(table.insert().values(event_id=event, state="dead", **facts))
    assert [finding.rule for finding in day.judged().stuck] == ["parked"]


def test_what_reconcile_says_is_said_by_the_judge(day):
    day.facts.tickets[0]["moves"] += 1
    assert {finding.rule for finding in day.judged().mismatched} == {"reconcile"}


def test_every_event_has_its_effect_at_every_reader_that_its_contract_names():
    """A new contract, or a new reader of an old one, has to say here what it does."""
    promised = {(reader, contract.name) for contract in contracts.all_contracts() for reader in contract.readers}
    assert promised == {(reader, name) for reader, table in TABLES.items() for name in table}

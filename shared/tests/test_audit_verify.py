"""`verify` finds whatever was done to the trail by somebody who may do anything to the database."""

from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest

from shared import logs
from shared.audit import command
from shared.audit.clock import clock
from shared.audit.entry import seal
from shared.audit.verify import verify
from shared.clockwork import Clockwork
from shared.testing.people import OPERATOR, SECOND_SITE, SITE

TEXTS = ("at", "subject", "name", "roles", "action", "about_kind", "about_id", "before", "after", "because", "hash")
COPY = """INSERT INTO audit_entries
  SELECT operator_id, site_id, 6, at, subject, name, roles, action, about_kind, about_id, before, after, because,
    trace_id, hash FROM audit_entries WHERE sequence = 5"""


@pytest.fixture(autouse=True)
def chain(act):
    """Five acts at one site, and a bystander's at another."""
    for number in range(1, 6):
        facts = {"before": {"amount": f"{number}.00"}, "after": {"amount": "0.00"}, "because": f"reason {number}"}
        act(about=("payment", f"p{number}"), **facts)
    act(site=SECOND_SITE)


def test_an_untouched_trail_is_whole(faults, store, capsys):
    assert faults() == []
    assert command.run(store, ["verify"]) == 0
    assert capsys.readouterr().out == "6 entries in 2 chains, 0 faults\n"


def test_one_changed_byte_in_any_column_is_found(rewrite, faults, store):
    table = store.table("audit_entries")
    with store.reading(None) as session:
        third = session.execute(table.select().where(table.c.sequence == 3)).one()
    for column in TEXTS:
        kept = getattr(third, column)
        rewrite(3, f"{column} = '{kept[:-1]}{'y' if kept.endswith('x') else 'x'}'")
        assert (3, "it was changed, or the one before it was") in faults(), column
        rewrite(3, f"{column} = '{kept}'")
        assert faults() == []


def test_a_blank_that_changes_no_meaning_is_found_too(rewrite, faults):
    rewrite(2, "before = replace(before, ':', ': ')")
    assert faults() == [(2, "it was changed, or the one before it was")]


@pytest.mark.parametrize(("column", "value"), [("trace_id", "'0'"), ("before", "NULL"), ("because", "''")])
def test_a_fact_that_appears_or_disappears_is_found(column, value, rewrite, faults):
    rewrite(4, f"{column} = {value}")
    assert faults() == [(4, "it was changed, or the one before it was")]


def test_a_removed_entry_is_found(plant, faults):
    plant("DELETE FROM audit_entries WHERE sequence = 3")
    assert faults() == [(4, "3 to 3 are missing before it")]


def test_a_removed_entry_is_found_when_the_rest_moves_up(plant, rewrite, faults):
    plant("DELETE FROM audit_entries WHERE sequence = 3")
    rewrite(4, "sequence = 3")
    rewrite(5, "sequence = 4")
    assert [sequence for sequence, _said in faults()] == [3, 4, 5]


def test_two_entries_that_changed_places_are_found(plant, faults):
    swap = "UPDATE audit_entries SET sequence = {} WHERE sequence = {}"
    plant(swap.format(99, 2), swap.format(2, 4), swap.format(4, 99))
    assert [sequence for sequence, _said in faults()] == [2, 3, 4, 5]


def test_an_entry_that_was_put_in_is_found(plant, faults):
    plant(COPY)
    assert [sequence for sequence, _said in faults()] == [6, 5]


def test_a_cut_tail_is_found_by_the_head_that_is_kept(plant, faults):
    plant("DELETE FROM audit_entries WHERE sequence > 3")
    assert faults() == [(5, "the chain ends at 3 instead")]


def test_a_tail_cut_together_with_its_head_is_found_against_a_former_head(store, plant, rewrite, faults, capsys):
    assert command.run(store, ["heads"]) == 0
    told = {line.rsplit(": ", 1)[1] for line in capsys.readouterr().out.splitlines()}
    third = verify(store)
    plant("DELETE FROM audit_entries WHERE sequence > 3")
    cut = verify(store)
    hash_of_third = next(hash_ for sequence, hash_ in cut.heads.values() if sequence == 3)
    rewrite(5, f"sequence = 3, hash = '{hash_of_third}'", "audit_heads")
    assert faults() == []
    missed = next(hash_ for sequence, hash_ in third.heads.values() if sequence == 5)
    assert missed in told and faults(former=told) == [(0, f"the former head {missed} is in no chain")]
    assert command.run(store, ["verify", "--head", missed]) == 1
    assert faults(former=[hash_of_third]) == []


def test_a_whole_chain_that_was_written_anew_is_found_against_a_former_head(store, rewrite, faults):
    """Whoever knows the rule and owns the database can make a chain that holds: only what was told outside helps."""
    former = [hash_ for _sequence, hash_ in verify(store, site_id=SITE).heads.values()]
    rewrite(5, "because = 'invented'")
    table = store.table("audit_entries")
    with store.reading(None) as session:
        rows = session.execute(table.select().where(table.c.site_id == SITE).order_by(table.c.sequence)).all()
    made = seal(rows[4]._mapping, rows[3].hash)
    rewrite(5, f"hash = '{made}'")
    rewrite(5, f"hash = '{made}'", "audit_heads")
    assert faults() == [] and faults(former=former) == [(0, f"the former head {former[0]} is in no chain")]


def test_an_entry_moved_to_another_operator_is_found(rewrite, faults, store):
    nobody = UUID(int=0).hex if store.sqlite else UUID(int=0)
    rewrite(5, f"operator_id = '{nobody}'")
    assert sorted(faults()) == [(5, "1 to 4 are missing before it"), (5, "nobody kept where its chain ends"),
                                (5, "the chain ends at 4 instead")]  # fmt: skip


def test_the_command_names_what_it_found_and_can_be_narrowed(store, rewrite, capsys):
    rewrite(2, "name = 'Nobody'")
    assert command.run(store, ["verify", "--site", str(SITE)]) == 1
    found = f"operator {OPERATOR} site {SITE} entry 2: it was changed, or the one before it was\n"
    assert capsys.readouterr().out == found + "5 entries in 1 chains, 1 faults\n"
    assert command.run(store, ["verify", "--site", str(SECOND_SITE)]) == 0


def test_the_ends_of_the_chains_go_to_the_log_every_day(store, now):
    log = StringIO()
    logs.set_up("fake", stream=log)
    clockwork = Clockwork(store, (clock,))
    clockwork.start(now)
    assert clockwork.tick(now) == 1 and clockwork.tick(now) == 0
    said = log.getvalue()
    assert all(hash_ in said for _sequence, hash_ in verify(store).heads.values())
    assert clockwork.tick(now + timedelta(days=1, seconds=1)) == 1

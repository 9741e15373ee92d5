"""The duty log: complete, sealed, never altered; a correction points at the old entry (RD-3)."""

import pytest
import sqlalchemy
from sqlalchemy.exc import DatabaseError

from services.intake.duty.commands import verify_duty_log
from services.intake.duty.models import DutyEntry
from shared.testing.people import SITE


@pytest.fixture
def written(client, desk, place):
    def write(**facts) -> dict:
        asked = {"site_id": str(SITE), "kind": "visit", "text": "业主送来门禁卡一张"}
        answer = client.as_(desk).post("/duty/entries", json={**asked, **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return write


def test_an_entry_is_numbered_and_its_seal_stands_in_the_audit_trail(written, on_record, place):
    entry = written(caller_name="李敏", caller_phone="13812345521", unit_id=str(place.unit.id))
    assert entry["number"].startswith("L-") and entry["unit_code"] == "3-2-1201"
    (act,) = [act for act in on_record() if act.action == "duty.entry_written"]
    assert entry["seal"] in act.after and act.about_id == entry["id"]


def test_the_database_refuses_to_change_or_remove_an_entry(written, store):
    written()
    for statement in (sqlalchemy.update(DutyEntry).values(text="anders"), sqlalchemy.delete(DutyEntry)):
        with pytest.raises(DatabaseError, match="never rewritten"), store.work(None) as work:
            work.session.execute(statement)


def test_a_correction_is_a_new_entry_that_points_at_the_old_one(client, desk, written):
    old = written(caller_name="李敏")
    answer = client.as_(desk).post(f"/duty/entries/{old['id']}/correct", json={"text": "是两张门禁卡"})
    assert answer.status_code == 201 and answer.json["corrects_id"] == old["id"]
    assert answer.json["caller_name"] == "李敏"
    assert client.as_(desk).get(f"/duty/entries/{old['id']}").json["text"] == "业主送来门禁卡一张"
    (found,) = client.as_(desk).get(f"/duty/entries?corrects_id={old['id']}").json["items"]
    assert found["kind"] == "correction"


def test_what_somebody_has_to_see_to_stays_open_until_an_entry_says_it_is_done(client, desk, written):
    entry = written(text="23:00 回电 3-2-1201", follow_up=True)
    theirs = lambda: client.as_(desk).get(f"/duty?site_id={SITE}").json["unfinished"]  # noqa: E731
    assert [one["number"] for one in theirs()] == [entry["number"]]
    written(kind="note", text="已回电", settles_id=entry["id"])
    assert theirs() == []


def test_who_need_not_ring_reads_no_number(client, written, head_office, technician):
    entry = written(caller_name="李敏", caller_phone="13812345521")
    path = f"/duty/entries/{entry['id']}"
    assert client.as_(head_office).get(path).json["caller_phone"] == "138****5521"
    assert client.as_(technician).get(path).status_code == 403


def test_whatever_is_pushed_or_called_in_as_a_ticket_stands_in_the_log_of_the_day(client, desk, opened, written):
    ticket, entry = opened(), written()
    log = client.as_(desk).get(f"/duty/log?site_id={SITE}").json["items"]
    assert {line["number"] for line in log} == {ticket["number"], entry["number"]}


def test_whoever_gets_past_the_database_is_found_by_the_seals(written, store, service, settings, capsys):
    changed, removed, signed_for = written(), written(text="第二条"), written(text="第三条")
    assert verify_duty_log(service, settings, []) == 0
    unlock(store)
    with store.work(None) as work:
        work.session.execute(
            sqlalchemy.update(DutyEntry).where(DutyEntry.number == changed["number"]).values(text="anders")
        )
        of_another = sqlalchemy.update(DutyEntry).where(DutyEntry.number == signed_for["number"])
        work.session.execute(of_another.values(by_name="别人"))
        work.session.execute(sqlalchemy.delete(DutyEntry).where(DutyEntry.number == removed["number"]))
    assert verify_duty_log(service, settings, []) == 1
    said = capsys.readouterr().out
    assert f"{changed['number']}: it was changed" in said and f"{removed['number']}: it was removed" in said
    assert f"{signed_for['number']}: it was changed" in said


def unlock(store):
    """What somebody with the database's own rights could do."""
    postgresql = ["ALTER TABLE duty_entries DISABLE TRIGGER ALL"]
    sqlite = ["DROP TRIGGER duty_entries_no_update", "DROP TRIGGER duty_entries_no_delete"]
    with store.engine.begin() as connection:
        for statement in postgresql if store.engine.dialect.name == "postgresql" else sqlite:
            connection.exec_driver_sql(statement)

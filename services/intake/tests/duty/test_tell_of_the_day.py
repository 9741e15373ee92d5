"""The day report, the digests by department, and the wall board: counted, not typed (RD-9, RD-10)."""

from datetime import UTC, datetime, timedelta

from services.intake.duty.models import DutyDigest
from shared.testing.people import SITE

ELEVEN = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # 11:00 on the site's wall


def digests(client, who):
    return client.as_(who).get(f"/duty/digests?site_id={SITE}").json["items"]


def test_the_report_counts_what_the_records_say_and_is_sent_once_a_day(
    client, desk, supervisor, opened, announced, on_record
):
    opened(), opened(kind="complaint", description="夜间噪音"), opened(priority="urgent")
    gone = opened()
    client.as_(supervisor).post(f"/tickets/{gone['id']}/waive", version=gone["version"], json={"reason": "取消"})
    draft = client.as_(desk).get(f"/day-reports/draft?site_id={SITE}").json["figures"]
    assert (draft["taken"], draft["closed"], draft["open"], draft["complaints"], draft["urgent"]) == (4, 1, 3, 1, 1)
    sent = client.as_(desk).post("/day-reports", json={"site_id": str(SITE), "remark": "电梯厂家明早到"})
    assert sent.status_code == 201 and sent.json["figures"] == draft
    ((_, told),) = announced("intake.day_report.issued")
    assert (told["taken"], told["remark"]) == (4, "电梯厂家明早到")
    again = client.as_(desk).post("/day-reports", json={"site_id": str(SITE)})
    assert again.status_code == 409
    opened()
    following = client.as_(desk).get(f"/day-reports/draft?site_id={SITE}").json
    assert following["since"] == sent.json["until"] and following["figures"]["taken"] == 1
    assert "day_report.issued" in {act.action for act in on_record()}


def test_at_eleven_and_half_past_two_each_department_is_told_once(client, desk, opened, tick, announced, place):
    opened(), opened(category="unit.pipe.leak", kind="repair_unit", unit_id=str(place.unit.id))
    tick(ELEVEN - timedelta(minutes=1))
    assert digests(client, desk) == []
    tick(ELEVEN)
    tick(ELEVEN + timedelta(minutes=1))
    (digest,) = digests(client, desk)
    assert digest["slot"] == "11:00" and sum(part["open"] for part in digest["departments"]) == 2
    tick(ELEVEN + timedelta(hours=3, minutes=31))
    assert [digest["slot"] for digest in digests(client, desk)] == ["14:30", "11:00"]
    assert len(announced("intake.digest.issued")) == 2


def test_an_hour_at_which_nothing_was_open_tells_nobody(client, desk, place, tick, announced, store):
    tick(ELEVEN)
    with store.reading(None) as session:
        assert session.query(DutyDigest).filter(DutyDigest.site_id == SITE).one().departments == []
    assert announced("intake.digest.issued") == []


def test_the_hours_and_the_departments_are_the_sites_own(client, desk, opened, tick, settings_of):
    settings_of(digest_at=["10:00"], departments={"plumber": "water"})
    opened(category="unit.pipe.leak", kind="repair_unit")
    tick(ELEVEN)
    (digest,) = digests(client, desk)
    assert digest["slot"] == "10:00" and digest["departments"][0]["code"] == "water"


def test_the_board_shows_today_and_the_day_before(client, technician, opened):
    opened()
    board = client.as_(technician).get(f"/duty/board?site_id={SITE}").json
    assert board["today"]["taken"] == 1 and set(board["before"]) >= {"closed"}

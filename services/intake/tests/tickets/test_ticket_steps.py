"""A ticket's steps by their doors, each with its own conditions; that every other is refused, see tests/lifecycles."""

from services.intake.tests.tickets.telling import WAY, order_event
from services.intake.tickets.lifecycle import LIFECYCLE
from shared.testing.people import SUPERVISOR

BODIES = {
    "classify": {"kind": "complaint"},
    "amend": {"description": "又漏了"},
    "take": None,
    "wait": {"reason": "Owner is away.", "until": "2026-03-09T09:00:00+08:00"},
    "resume": None,
    "cancel": {"reason": "Withdrawn."},
    "decline": {"explanation": "The developer's warranty covers it; told on the phone."},
    "answer": {"answer": "Somebody comes tomorrow."},
    "waive": {"reason": "Caller moved abroad."},
    "merge": {},
    "reopen": {"reason": "Dripping again."},
    "handover-owner": {"to": "nobody"},
}
SYSTEM_STEPS = {"dispatch", "start", "resolve", "hand_back", "close"}
"""Steps that only events take: they have no door."""


def test_every_action_of_the_table_has_a_door_or_is_the_systems():
    assert set(LIFECYCLE.actions) == set(BODIES) | SYSTEM_STEPS


def test_a_stale_or_missing_version_is_refused(opened, client, desk):
    ticket = opened()
    path, asked = f"/tickets/{ticket['id']}/amend", {"description": "x"}
    assert client.as_(desk).post(path, json=asked).status_code == 428
    assert client.as_(desk).post(path, json=asked, version=ticket["version"]).status_code == 200
    assert client.as_(desk).post(path, json=asked, version=ticket["version"]).status_code == 412


def test_waiting_needs_a_reason_and_a_next_date_and_goes_on_where_it_was(opened, client, desk, look, tell):
    """RW-5."""
    ticket = opened()
    for at, step in enumerate(WAY[:3]):
        tell(order_event(ticket, step, version=at + 1))
    act = lambda action, body: client.as_(desk).post(  # noqa: E731
        f"/tickets/{ticket['id']}/{action}", json=body, version=look(ticket)["version"]
    )
    assert set(act("wait", {}).json["errors"]) == {"reason", "until"}
    waiting = act("wait", BODIES["wait"]).json
    assert waiting["state"] == "waiting" and waiting["waiting_until"] == "2026-03-09T01:00:00Z"
    assert act("resume", None).json["state"] == "in_progress" and look(ticket)["waiting_reason"] is None


def test_cancelling_and_declining_are_announced_with_their_words(opened, client, desk, announced):
    """RD-6: without an explanation nothing is declined."""
    first, second = opened(), opened()
    client.as_(desk).post(f"/tickets/{first['id']}/cancel", json=BODIES["cancel"], version=1)
    refused = client.as_(desk).post(f"/tickets/{second['id']}/decline", json={}, version=1)
    assert refused.status_code == 422 and "explanation" in refused.json["errors"]
    client.as_(desk).post(f"/tickets/{second['id']}/decline", json=BODIES["decline"], version=1)
    ends = [(facts["declined"], facts["reason"]) for _, facts in announced("intake.ticket.cancelled")]
    assert ends == [(False, "Withdrawn."), (True, BODIES["decline"]["explanation"])]
    assert [f["to_state"] for _, f in announced("intake.ticket.moved")][2:] == ["cancelled", "declined"]


def test_only_a_leader_waives_and_says_why(opened, client, desk, supervisor, announced):
    """RW-7, RV-1: no other door closes a ticket."""
    ticket = opened()
    path = f"/tickets/{ticket['id']}/waive"
    assert client.as_(desk).post(path, json=BODIES["waive"], version=1).status_code == 403
    assert client.as_(supervisor).post(path, json={}, version=1).status_code == 422
    closed = client.as_(supervisor).post(path, json=BODIES["waive"], version=1).json
    assert (closed["state"], closed["ended_by"], closed["end_reason"]) == ("closed", "waiver", "Caller moved abroad.")
    ((_, facts),) = announced("intake.ticket.closed")
    assert facts["by"] == "waiver"


def test_a_duplicate_is_merged_by_a_person_into_a_live_ticket(opened, client, desk, announced):
    stays, doubled = opened(), opened()
    offered = client.as_(desk).get(f"/tickets/{doubled['id']}/duplicates").json
    assert [one["id"] for one in offered] == [stays["id"]] and offered[0]["score"] > 0.9
    path = f"/tickets/{doubled['id']}/merge"
    wrong = client.as_(desk).post(path, json={"into": doubled["id"]}, version=1)
    assert wrong.status_code == 422 and "into" in wrong.json["errors"]
    merged = client.as_(desk).post(path, json={"into": stays["id"], "reason": "Same leak."}, version=1).json
    assert merged["state"] == "merged" and merged["merged_into_id"] == stays["id"]
    ((_, facts),) = announced("intake.ticket.merged")
    assert facts["into_number"] == stays["number"]


def test_reopening_by_hand_is_counted_and_announced_with_a_cause(opened, client, desk, supervisor, announced):
    ticket = opened()
    client.as_(supervisor).post(f"/tickets/{ticket['id']}/waive", json=BODIES["waive"], version=1)
    again = client.as_(desk).post(f"/tickets/{ticket['id']}/reopen", json=BODIES["reopen"], version=2).json
    assert (again["state"], again["reopened_times"], again["end_reason"]) == ("open", 1, None)
    ((_, facts),) = announced("intake.ticket.reopened")
    assert facts["cause_id"] and facts["reopened_times"] == 1


def test_the_first_asked_stays_owner_until_handed_over(opened, client, night_duty, supervisor, look, store, place):
    """RD-5."""
    from services.intake.accounts.models import Account
    from shared.testing.people import SITE

    with store.work(SUPERVISOR) as work:
        login = {"login": "anna", "name": "Anna", "password_hash": "x", "password_changed_at": work.now}
        work.session.add(Account(**login, roles={str(SITE): ["desk"]}))
    ticket = opened()
    taken = client.as_(night_duty).post(f"/tickets/{ticket['id']}/take", version=1)
    assert taken.status_code == 409 and "handover-owner" in taken.json["allowed"]
    path, asked = f"/tickets/{ticket['id']}/handover-owner", {"to": "anna", "reason": "End of shift."}
    assert client.as_(night_duty).post(path, json=asked, version=1).status_code == 403
    assert client.as_(supervisor).post(path, json={"to": "ghost"}, version=1).json["errors"]["to"]
    assert client.as_(supervisor).post(path, json=asked, version=1).json["owner_name"] == "Anna"

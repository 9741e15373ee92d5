"""Every door that acts on one thing is swept with its lifecycle, or named here with why it has none (C-2)."""

import json
import re

import pytest

from tests.architecture.tree import ROOT, SERVICES

SWEPT = {
    "tickets",
    "work-orders",
    "bills",
    "payments",
    "return-visits",
    "messages",
    "webhook-deliveries",
    "handovers",
    "incidents",
}
SWEPT |= {"keys", "key-counts", "entrusted-things", "register-months", "agreements"}
SWEPT |= {"release-passes", "visitors", "gate-enquiries", "parcels", "bookings", "slips", "receptions"}
SWEPT |= {"procedure-steps", "findings", "corrective-actions", "worker-passes", "water-tests"}
WITHOUT_A_LIFE = {
    "procedures/abandon": "its one door; every state by test_every_procedure_action",
    "procedures/lines": "one more line on a list",
    "procedures/findings": "writes a notice",
    "procedures/checks": "somebody looked: written once, never altered",
    "procedures/worker-passes": "issues a pass",
    "procedures/water-tests": "begins a test",
    "procedure-lines/count": "a count that may be corrected as long as the procedure runs",
    "households/notes": "written once, never altered",
    "households/vehicles": "from a day to a day, without states",
    "households/agreements": "opens an agreement",
    "title-register/correct": "a line is corrected once by another line; the database refuses more",
    "title-register/strike": "the same",
    "title-register/check": "a spot check beside the line",
    "lease-register/correct": "a line is corrected once by another line",
    "lease-register/strike": "the same",
    "lease-register/check": "a spot check beside the line",
    "attachments/remove": "a file is there until it is taken away",
    "caller-notes/end": "a note has a last day and no states",
    "reported-tickets/take-on": "a report to a leader is taken on once, beside the ticket's own life",
    "households/people": "a file that is kept, not a thing that moves",
    "households/review": "a date that is renewed each quarter",
    "integrations/rotate": "keys are renewed, whatever they were",
    "integrations/phone-lines": "a new secret address, whatever there was",
    "integrations/profile/dry-run": "nothing is changed",
    "integrations/profile/editions": "an edition is written once, never altered",
    "integrations/profile/editions/{edition}/withdraw": "once, and only before its time; by test_profile_editions",
    "integrations/sandbox": "a new key for trying out, whatever there was",
    "integrations/sandbox/end": "the same, without a new one",
    "integrations/cloud-events": "a push in another dialect",
    "integrations/pushes": "opens tickets",
    "integrations/pushes/batch": "opens tickets",
    "integrations/reconciliations": "compares, changes nothing",
    "staff/duty": "on or off, as often as one likes",
    "units/prepayment/apply": "money of a unit, played in the games with money",
    "dead-events/replay": "plumbing: parked until it is handled or dropped",
    "dead-events/drop": "plumbing: parked until it is handled or dropped",
}


def doors(described: dict) -> set[str]:
    """thing/door of every POST that names one thing."""
    shape = re.compile(r"/api/v1/([\w-]+)/\{\w+\}/(.+)")
    hits = (shape.fullmatch(path) for path, verbs in described["paths"].items() if "post" in verbs)
    return {f"{hit[1]}/{hit[2]}" for hit in hits if hit}


def left_out(described: dict) -> set[str]:
    return {door for door in doors(described) if door.split("/")[0] not in SWEPT and door not in WITHOUT_A_LIFE}


@pytest.mark.parametrize("service", SERVICES)
def test_every_door_that_acts_on_one_thing_is_swept_or_has_no_life(service):
    described = json.loads((ROOT / "docs" / "api" / f"{service}.json").read_text(encoding="utf-8"))
    assert doors(described) and left_out(described) == set()


def test_a_new_thing_with_a_door_of_its_own_is_noticed():
    assert left_out({"paths": {"/api/v1/passes/{pass_id}/use": {"post": {}}}}) == {"passes/use"}

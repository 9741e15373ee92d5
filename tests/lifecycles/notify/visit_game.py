"""The game of one return visit: asked, not reached, waived, overtaken by its ticket (RV-1 to RV-3, RW-7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis.stateful import invariant

from shared.contracts import intake
from shared.ids import new_id
from shared.testing.people import person
from tests.lifecycles.book import VISIT
from tests.lifecycles.game import ABROAD, ANYBODY, STAFF, Game, Verdict

SAID = {
    "glad": {"result": "reached", "outcome": "satisfied", "score": 5},
    "not glad": {"result": "reached", "outcome": "dissatisfied", "note": "还在漏"},
    "broken": {"result": "reached", "outcome": "still_broken"},
    "more": {"result": "reached", "outcome": "new_request", "score": 3},
    "no": {"result": "refused"},
    "silence": {"result": "no_answer"},
    "silence again": {"result": "no_answer", "note": "无人接听"},
}
DAYS = {"safety": 2, "leak": 3, "other": 7, None: 7}  # RV-1
TRIES = 3
DID_IT = person("tech", "desk")  # the technician of the order, sitting at the desk today


class VisitGame(Game):
    book, things, hears = VISIT, "/return-visits", "notify.return_visit."
    last = ("done", "waived")
    names = dict.fromkeys(("finish", "attempt", "give_up"), "attempts")
    turns = {"the_desk_phones": 4, "anybody_phones": 3, "whoever_did_the_work_phones": 1, "waive": 2}
    turns |= {"the_ticket_goes_its_own_way": 1, "somebody_comes_late_or_from_abroad": 1}

    def begin(self, dice):
        """Work is done; how soon the customer is asked depends on what it was (RV-1)."""
        follow_up = dice.choice(list(DAYS))
        world = self.stage.world
        self.ticket = world.open(follow_up=follow_up, number=f"T-{new_id()}"[:32])
        done = world.complete(self.ticket)
        listed = self.stage.client.as_(STAFF["desk"]).get(f"/return-visits?ticket_id={done['ticket_id']}")
        (found,) = listed.json["items"]
        self.id, self.state, self.version, self.tries = found["id"], "scheduled", 1, 0
        ends = (done["at"].astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=DAYS[follow_up])).date()
        assert datetime.fromisoformat(found["due_at"]).astimezone(ZoneInfo("Asia/Shanghai")).date() == ends
        self.ear.listen()

    def the_desk_phones(self, dice):
        self.phone("desk", dice.choice([*SAID, "silence", "silence", "silence"]))

    def anybody_phones(self, dice):
        self.phone(dice.choice(ANYBODY), dice.choice(list(SAID)))

    def somebody_comes_late_or_from_abroad(self, dice):
        if dice.random() < 0.5:
            self.come_late("attempts", SAID["glad"])
        else:
            self.come_from_abroad(dice.choice(ABROAD), "attempts", SAID["glad"])

    def phone(self, who, what):
        said, last = SAID[what], self.tries + 1 >= TRIES
        action = "finish" if said["result"] != "no_answer" else "give_up" if last else "attempt"
        verdict = self.judge(who, action)
        answer = self.try_out(who, action, said, verdict, door="attempts")
        if not verdict.good:
            return
        self.tries += 1
        assert answer.json["attempts"] == self.tries
        told = self.ear.listen()
        kinds = {"finish": ["notify.return_visit.completed"], "give_up": ["notify.return_visit.unreachable"]}
        assert [name for name, _ in told] == kinds.get(action, [])
        if action == "finish":
            expected = said.get("outcome") or "refused"
            assert (told[0][1]["outcome"], answer.json["outcome"]) == (expected, expected)
            assert told[0][1]["attempts"] == self.tries

    def whoever_did_the_work_phones(self, dice):
        self.try_out(DID_IT, "attempts", SAID[dice.choice(list(SAID))], Verdict((403,)), door="attempts")

    def waive(self, dice):
        who = dice.choice(ANYBODY)
        verdict = self.judge(who, "waive")
        self.try_out(who, "waive", {"reason": "客户已搬走"}, verdict)
        assert self.ear.listen() == []

    def the_ticket_goes_its_own_way(self, dice):
        """Closed, cancelled or opened again: a visit still owed is waived by the house, one that was made stays."""
        end = dice.choice(["TicketClosed", "TicketReopened", "TicketCancelled"])
        facts = {
            "TicketClosed": {"by": "waiver", "reason": "x"},
            "TicketReopened": {"cause_id": new_id(), "reopened_times": 1, "reason": "x"},
            "TicketCancelled": {"declined": False, "reason": "x"},
        }[end]
        self.photo = None
        self.stage.world.end(getattr(intake, end), self.ticket, **facts)
        if VISIT.step(self.state, "waive"):
            self.state, self.version = "waived", self.version + 1
            assert self.read()["settled_by"] == "system"
        assert self.ear.listen() == []

    @invariant()
    def the_door_shows_what_the_book_says(self):
        if self.id is None:
            return
        shown = self.read()
        assert (shown["state"], shown["version"], shown["attempts"]) == (self.state, self.version, self.tries)
        assert set(shown["allowed"]) == self.offered("super")

"""Night duty asks every customer how it went; most are content, some not, a few do not answer (RV-1…RV-3)."""

from .choices import one_in, pick
from .opening import Operator
from .turns import Player

VISITS = "/notify/api/v1/return-visits"
CONTENT = ("很满意，师傅很专业", "可以，已经好了", "没问题了，谢谢", "All good now, thank you")
NOT_CONTENT = ("还是漏，麻烦再来看看", "修完第二天又坏了", "没有完全修好")


class NightDuty(Player):
    """Calls before the due day as well: this day has to end. One customer in twelve is not content at first."""

    name = "night duty"

    def __init__(self, operator: Operator):
        super().__init__(hands=3)
        self.door = operator.with_role("night_duty")
        self.complained: set[str] = set()
        self.rang: set[str] = set()

    def find(self):
        return [
            visit for state in ("scheduled", "attempted") for visit in self.door.items(VISITS, due="all", state=state)
        ]

    def act(self, visit):
        name = visit.get("ticket_number") or visit["ticket_id"]
        if one_in(15, name, "silent") and visit["id"] not in self.rang:
            self.rang.add(visit["id"])
            self.attempt(visit, result="no_answer", note="无人接听")
            self.did["nobody answered"] += 1
            return
        if one_in(12, name, "content") and visit["ticket_id"] not in self.complained:
            outcome = pick(("dissatisfied", "still_broken"), name)
            self.attempt(visit, result="reached", outcome=outcome, score=2, note=pick(NOT_CONTENT, name))
            self.complained.add(visit["ticket_id"])
            self.did["not content"] += 1
            return
        self.attempt(
            visit, result="reached", outcome="satisfied", score=pick((4, 5, 5), name), note=pick(CONTENT, name)
        )
        self.did["content"] += 1

    def attempt(self, visit: dict, **answer):
        self.door.post(f"{VISITS}/{visit['id']}/attempts", {"version": visit["version"], **answer})

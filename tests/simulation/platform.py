"""The platform on a simulated day: it writes down what happens to people, pushes it signed, and pushes again."""

import json
from uuid import UUID

from standardwebhooks.webhooks import Webhook

from services.intake.calls.accepting import accept_signed
from tests.ledger.book import Book

WHAT = (
    {"业务类型": "室内报修", "问题分类": "水管漏水"},
    {"业务类型": "室内报修", "问题分类": "水管漏水", "紧急程度": "加急"},
    {"业务类型": "公共报修", "问题分类": "公共照明"},
    {"业务类型": "咨询", "问题分类": "其他咨询"},
    {"业务类型": "没听说过", "问题分类": "没听说过"},
)


class Platform:
    """What it was told goes into the ledger's book."""

    def __init__(self, centre, dice, moment):
        self.stores, self.place, self.dice, self.moment = centre.stores, centre.place, dice, moment
        self.records: list[dict] = []
        self.book = Book(centre.folder / "book.jsonl")
        self.accepted: dict[str, str] = {}  # external id → ticket id, as the platform was told
        self.contradictions: list[str] = []

    def write_record(self) -> None:
        """Something happens to somebody, and the platform writes it down."""
        number = len(self.records) + 1
        phone = f"1380000{self.dice.randrange(10**4):04d}" if self.dice.random() < 0.8 else ""
        facts = {"工单编号": f"SIM-{number}", "来电号码": phone, "客户姓名": "李敏", "小区": "翠湖花园"}
        facts |= {
            "楼栋房号": "1栋1单元101室",
            "渠道": "热线电话",
            "问题描述": "请来看看",
            "来电时间": "2026-03-04 10:00:00",
        }
        self.records.append(facts | self.dice.choice(WHAT))

    def push(self, record: dict) -> str:
        """One signed push; who hears no answer pushes again."""
        raw, now = json.dumps(record, ensure_ascii=False), self.moment.now
        message = f"msg_{self.dice.getrandbits(64):x}"
        signature = Webhook(self.place.push_secret).sign(message, now, raw)
        headers = {"webhook-id": message, "webhook-timestamp": str(int(now.timestamp()))}
        headers["webhook-signature"] = signature
        key = record["工单编号"]
        attempt = self.book.attempt(key)
        outcome = accept_signed(self.stores["intake"], UUID(self.place.platform), headers, raw.encode(), now)
        self.book.answer(attempt, outcome.status, outcome.answer)
        told = outcome.answer["ticket_id"]
        if self.accepted.setdefault(key, told) != told:
            self.contradictions.append(f"{key} was {self.accepted[key]} and is now {told}")
        return f"{key} {outcome.status}"

    def unanswered(self) -> list[dict]:
        return [record for record in self.records if record["工单编号"] not in self.accepted]

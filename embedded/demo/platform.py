"""The call-centre platform: pushes its export, signed, single and in batches, and repeats itself."""

import datetime
import json
import uuid
import zoneinfo
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from standardwebhooks import Webhook

from embedded.door import Door, Refused

from .profiles import external_id_of

SINGLE, BATCH = 24, 100


class Platform:
    """Keeps the ledger of what it was told: `accepted` maps its own ids to tickets."""

    def __init__(self, url: str, integration: dict, profile: dict):
        self.door, self.profile = Door(url), profile
        self.path = f"/intake/api/v1/integrations/{integration['id']}"
        self.signer = Webhook(integration["push_secret"])
        self.accepted: dict[str, str] = {}
        self.unclassified: dict[str, list] = {}
        self.refused: list[tuple[int, str | None, str]] = []
        self.counts: Counter = Counter()

    def signed(self, path: str, body) -> dict:
        """One push; what has to be sent again, because no answer came, is signed anew."""
        raw = json.dumps(body, ensure_ascii=False)
        return self.door.ask("POST", self.path + path, data=raw.encode(), headers=lambda: self.signature(raw))

    def signature(self, raw: str) -> dict:
        """As Standard Webhooks asks: id, time and the very bytes that are sent; each good for one request."""
        name, now = f"msg_{uuid.uuid4().hex}", datetime.datetime.now(datetime.UTC)
        return {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self.signer.sign(name, now, raw),
            "content-type": "application/json",
        }

    def push_all(self, records: list[dict], tell):
        """The first few one by one, at once from several lines; the rest in batches; then some of all again."""
        with ThreadPoolExecutor(4) as lines:
            list(lines.map(lambda numbered: self.push(*numbered), enumerate(records[:SINGLE], 1)))
        tell(f"{min(SINGLE, len(records))} single pushes")
        for start in range(SINGLE, len(records), BATCH):
            self.push_batch(records[start : start + BATCH], start)
            tell(f"batch up to record {min(start + BATCH, len(records))}")
        again = records[:3] + records[SINGLE : SINGLE + 40]
        for record in again[:3]:
            self.push(0, record)
        if again[3:]:
            self.push_batch(again[3:], SINGLE)
        tell(f"{len(again)} records repeated, as platforms do")
        self.reconcile(tell)

    def reconcile(self, tell) -> None:
        """At the end of its day the platform sends the list of what it has (RV-9)."""
        today = datetime.datetime.now(zoneinfo.ZoneInfo(self.profile["timezone"])).date().isoformat()
        compared = self.signed("/reconciliations", {"day": today, "external_ids": sorted(self.accepted)})
        missing = len(compared["missing_here"]) + len(compared["missing_there"])
        tell(f"its list of the day compared: {compared['both']} on both sides, {missing} on one only")

    def push(self, line: int, record: dict):
        try:
            answer = self.signed("/pushes", record)
        except Refused as refused:
            self.note_refusal(line, external_id_of(record, self.profile), refused.status, str(refused))
            return
        self.note(answer)

    def push_batch(self, records: list[dict], start: int):
        answer = self.signed("/pushes/batch", {"records": records})
        for line in answer["lines"]:
            if line["status"] in (200, 201):
                self.note(line)
            else:
                problem = line.get("problem") or {}
                told = problem.get("errors") or problem.get("detail")
                self.note_refusal(start + line["line"], line.get("external_id"), line["status"], str(told))

    def note(self, answer: dict):
        external_id = answer["external_id"]
        first = self.accepted.setdefault(external_id, answer["ticket_id"])
        if first != answer["ticket_id"]:
            self.counts["another answer"] += 1
        self.counts["answers"] += 1
        if answer.get("unclassified"):
            self.unclassified[external_id] = answer["unclassified"]

    def note_refusal(self, line: int, external_id: str | None, status: int, why: str):
        refusal = (line, external_id, f"{status} {why}")
        if refusal not in self.refused:
            self.refused.append(refusal)

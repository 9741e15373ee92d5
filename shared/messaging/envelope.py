"""The paper around every event: who said it, when, about what, because of what (CloudEvents 1.0, structured JSON).

Written and read here by hand because every event passes; a contract test holds it against the official SDK.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from uuid import UUID

from shared.errors import ContractBroken
from shared.ids import new_id

LARGEST = 512 * 1024  # bytes; a broker takes a MiB (deploy/broker/rabbitmq.conf)
REQUIRED = ("specversion", "id", "source", "type", "time", "operatorid", "data")
TEXTS = ("type", "subject", "time", "correlationid", "causationid", "traceparent")


@dataclass(frozen=True)
class Envelope:
    """An event as it travels. `data` holds JSON values; the contract of `routing_key` gives them back their types."""

    id: UUID
    routing_key: str
    about: str
    operator_id: UUID
    site_id: UUID | None
    time: datetime
    data: dict
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None

    @classmethod
    def about_fact(cls, contract, *, about, data, operator_id, site_id, time, because_of, traceparent) -> "Envelope":
        event_id = new_id()
        return cls(
            id=event_id,
            routing_key=contract.routing_key,
            about=about,
            operator_id=operator_id,
            site_id=site_id,
            time=time,
            data=data,
            correlation_id=because_of.correlation_id if because_of else str(event_id),
            causation_id=str(because_of.id) if because_of else None,
            traceparent=traceparent or (because_of.traceparent if because_of else None),
        )

    @cached_property
    def body(self) -> str:
        """The event as one JSON document: a structured CloudEvent. Raises ContractBroken when it is too large."""
        written = {
            "specversion": "1.0",
            "id": str(self.id),
            "source": f"/frontdesk/{self.routing_key.split('.', 1)[0]}",
            "type": self.routing_key,
            "subject": self.about,
            "time": self.time.isoformat(),
            "datacontenttype": "application/json",
            "operatorid": str(self.operator_id),
            "siteid": str(self.site_id) if self.site_id else None,
            "correlationid": self.correlation_id,
            "causationid": self.causation_id,
            "traceparent": self.traceparent,
            "data": self.data,
        }
        body = json.dumps({k: v for k, v in written.items() if v is not None}, ensure_ascii=False)
        if len(body) > LARGEST // 4 and len(body.encode()) > LARGEST:
            raise ContractBroken(f"{self.routing_key} is larger than {LARGEST} bytes.")
        return body

    @classmethod
    def read(cls, body: bytes | str) -> "Envelope":
        """Read what came over the wire. Raises ContractBroken for anything that is not one of our CloudEvents."""
        try:
            raw = json.loads(body)
            missing = [name for name in REQUIRED if not raw.get(name)]
            if missing:
                raise ContractBroken(f"Not an event of ours: {', '.join(missing)} missing.")
            if raw["specversion"] != "1.0" or not isinstance(raw["data"], dict):
                raise ContractBroken("Not an event of ours: CloudEvents 1.0 with an object as data is.")
            if not all(isinstance(raw.get(name, ""), str) for name in TEXTS):
                raise ContractBroken(f"Not an event of ours: {', '.join(TEXTS)} are text.")
            return cls(
                id=UUID(raw["id"]),
                routing_key=raw["type"],
                about=raw.get("subject", ""),
                operator_id=UUID(raw["operatorid"]),
                site_id=UUID(raw["siteid"]) if raw.get("siteid") else None,
                time=_instant(raw["time"]),
                data=raw["data"],
                correlation_id=raw.get("correlationid") or raw["id"],
                causation_id=raw.get("causationid"),
                traceparent=raw.get("traceparent"),
            )
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError) as error:
            raise ContractBroken(f"Not an event of ours: {error!r}") from error


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)

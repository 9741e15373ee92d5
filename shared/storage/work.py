"""One transaction at work: its session, its moment, its actor, and what it will announce."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared import tracing
from shared.audit import chain
from shared.audit.entry import entry_of
from shared.messaging.envelope import Envelope

from .numbers import next_numbers
from .security import enter_scope
from .timer_sheet import TimerSheet


class Work:
    """Handed to every use case. `now` is fixed for the whole transaction; only `Store` commits."""

    def __init__(self, store, session, principal, now: datetime, because_of: Envelope | None):
        self.store = store
        self.session = session
        self.principal = principal
        self.now = now
        self.because_of = because_of
        self.announcements: list[Envelope] = []
        self.audited: list[dict] = []
        self.timers = TimerSheet(self)

    def announce(self, contract, *, about, site_id: UUID | None, because_of=None, **data) -> Envelope:
        """Write an event down now; it leaves only if this work is committed.

        `because_of` names the event that caused it where a handler answers many at once.
        Raises ContractBroken when `data` is not what the contract promises.
        """
        cause = because_of.envelope if because_of else self.because_of
        here = tracing.current()
        if "site_id" in contract.schema.fields:
            data.setdefault("site_id", site_id)
        envelope = Envelope.about_fact(
            contract,
            about=str(about),
            data=contract.write(data),
            operator_id=self.principal.operator_id,
            site_id=site_id,
            time=self.now,
            because_of=cause,
            traceparent=here.header if here else None,
        )
        self.announcements.append(envelope)
        return envelope

    def audit(
        self,
        action: str,
        *,
        about,
        site_id=None,
        before: dict | None = None,
        after: dict | None = None,
        because=None,
        who=None,
    ) -> None:
        """Put an act on record with this transaction: `work.audit("payment.reversed", about=payment, because=reason)`.

        `about` is a thing, whose site is the act's unless said, or a pair of kind and id. Without a site the act
        concerns the operator as a whole. `who` acted, where it is not the principal of this work. What a handler does
        follows from an event, which is its evidence: nobody decided it, and nothing is put on record.
        """
        if self.because_of is not None:
            return
        facts = {"about": about, "site_id": site_id, "before": before, "after": after, "because": because}
        self.audited.append(entry_of(who or self.principal, self.now, action, **facts))

    def number(self, kind: str, site_id: UUID, *, zone: str = "UTC") -> str:
        """The next short number of a site and year, such as T-2026-000123: no gap, no repeat.

        `zone` is the site's time zone: the year is the one on the wall there.
        """
        return self.numbers(kind, site_id, 1, zone=zone)[0]

    def numbers(self, kind: str, site_id: UUID, count: int, *, zone: str = "UTC") -> list[str]:
        """`count` numbers in a row with one statement."""
        year = self.now.astimezone(ZoneInfo(zone)).year
        last = next_numbers(self, kind, site_id, year, count)
        return [f"{kind}-{year}-{n:06d}" for n in range(last - count + 1, last + 1)]

    def act_for(self, principal, because_of: Envelope | None) -> None:
        """Go on as somebody else within the same transaction: the consumer does, from event to event of a batch."""
        if principal != self.principal:
            self.session.flush()
            chain.write(self)
            self.session.expunge_all()  # what one operator loaded must not be found by the next
            enter_scope(self.session.connection(), principal)
            self.session.info["principal"] = self.principal = principal
        self.because_of = because_of

"""What the tests of notify share: the service, a site it has heard of, and a shorthand for tickets and orders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from shared.contracts import dispatch, intake
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE


@pytest.fixture
def service():
    from services.notify.service import service

    return service


@pytest.fixture
def extra_settings():
    return {"webhook_private_addresses": True, "webhook_timeout": 1, "channel_timeout": 1, "webhook_threads": 8}


@pytest.fixture
def rows(store):
    """`rows(Model, **filter)`: what stands in the database."""

    def look(model, **wanted):
        with store.reading(Principal.system(OPERATOR)) as session:
            return session.scalars(select(model).filter_by(**wanted).order_by(model.id)).all()

    return look


@pytest.fixture
def world(hear, now):
    """A site that notify has heard of, and short words for what happens there."""
    return World(hear, now)


class World:
    def __init__(self, hear, now):
        self.hear, self.now = hear, now
        self.site()

    def site(self, **changes):
        facts = {"version": 1, "code": "CH", "name": {"zh": "翠湖花园", "en": "Green Lake Gardens"}}
        facts |= {"timezone": "Asia/Shanghai", "currency": "CNY", "settings": {}, **changes}
        return self.hear(intake.SiteChanged, about=SITE, **facts)

    def ticket(self, **changes):
        """A ticket as intake announced it; returns its facts."""
        number = changes.pop("number", "T-2026-000001")
        caller = {"name": "李敏", "phone": "+8613812345521", "language": "zh", **changes.pop("caller", {})}
        place = {"unit_id": changes.pop("unit_id", None), "unit_code": "1-1-101"}
        facts = {"ticket_id": changes.pop("ticket_id", new_id()), "number": number, "version": 1, "kind": "repair_unit"}
        facts |= {"priority": "normal", "channel": "phone", "description": "水管漏水", "opened_at": self.now}
        facts |= {"category_name": {"zh": "漏水", "en": "Leak"}, "caller": caller, "place": place, **changes}
        return SimpleNamespace(**facts, facts=facts)

    def open(self, event_id=None, **changes):
        ticket = self.ticket(**changes)
        self.hear(intake.TicketOpened, about=ticket.ticket_id, event_id=event_id, **ticket.facts)
        return ticket

    def order(self, ticket, **changes):
        facts = {"work_order_id": new_id(), "number": "W-2026-000001", "version": 1, "ticket_id": ticket.ticket_id}
        facts |= {"ticket_number": ticket.number, "kind": "first", "ticket_kind": ticket.kind, "state": "completed"}
        technician = {"staff_id": new_id(), "code": "S001", "name": "何建文", "login": "tech"}
        return {**facts, "priority": "normal", "at": self.now, "technician": technician, **changes}

    def complete(self, ticket, *, event_id=None, heard_at=None, **changes):
        """A completed order, an hour after the ticket unless said otherwise; returns its facts."""
        changes = {"at": self.now + timedelta(hours=1), **changes}
        more = {"place": ticket.facts["place"], "lines": [], "amount": Decimal("0.00")}
        facts = {**self.order(ticket), **more, **changes}
        self.hear(
            dispatch.WorkOrderCompleted,
            about=facts["work_order_id"],
            event_id=event_id,
            heard_at=heard_at or facts["at"],
            **facts,
        )
        return facts

    def end(self, contract, ticket, *, version=9, at=None, **changes):
        facts = {"ticket_id": ticket.ticket_id, "number": ticket.number, "version": version, **changes}
        return self.hear(contract, about=ticket.ticket_id, heard_at=at or self.now + timedelta(hours=2), **facts)


@pytest.fixture
def receiver():
    """`receiver(*answers, hang=0)` starts an HTTP server that answers so."""
    from services.notify.tests.stubs import Receiver

    started = []

    def start(*answers, **options):
        started.append(Receiver(*answers, **options))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def mailbox():
    from services.notify.tests.stubs import Mailbox

    started = []

    def start(**options):
        started.append(Mailbox(**options))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def configure(store):
    """`configure(smtp_url=…)`: the running service with other settings."""

    def change(**changes):
        store.settings = replace(store.settings, **changes)

    return change

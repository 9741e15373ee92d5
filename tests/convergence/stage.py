"""Where stories are played: one thread, nothing goes wrong, and each event that reaches a reader is written down
together with what that reader's database held just before."""

import random
import sqlite3
import zlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.billing.bills.models import Bill
from services.dispatch.work_orders import usecases as orders
from services.dispatch.work_orders.models import WorkOrder
from services.dispatch.work_orders.queries import find_order
from services.intake.tickets.models import Ticket
from services.notify.channels.http import Reply
from services.notify.return_visits.models import ReturnVisit
from shared.messaging.envelope import Envelope
from shared.testing.people import person
from tests.simulation.broker import Broker
from tests.simulation.moment import moment
from tests.simulation.outside import Outside
from tests.simulation.people import People
from tests.simulation.platform import Platform

from .deeds import attempt
from .stories import STORIES

SECONDS = 60  # between two acts


@dataclass(frozen=True)
class Heard:
    """One event that reached a reader."""

    reader: str
    key: str
    body: str
    subject: str  # the ticket it is about, or else the unit, household, site or list
    before: bytes  # the reader's database


class World(Outside):
    """Outside, in a good mood, but for a gateway that can be told never to take anything."""

    never = False

    def post(self, url, body, headers, **limits) -> Reply:
        return Reply(400, "no such number", None) if self.never else super().post(url, body, headers, **limits)


class Stage:
    def __init__(self, centre):
        dice = random.Random("stage")  # noqa: S311
        moment.start_over("stage")
        centre.begin(dice)
        self.centre, self.stores, self.moment = centre, centre.stores, moment
        self.people, self.platform = People(centre, dice, moment), Platform(centre, dice, moment)
        self.outside, self.broker = World(dice), Broker(dice, moment)
        self.outside.calm = self.broker.calm = True
        self.first_morning = {name: copy_of(store) for name, store in self.stores.items()}
        self.site = UUID(centre.place.site)
        self.heard: list[Heard] = []

    def play(self) -> list[Heard]:
        with self.outside.connected():
            for story in STORIES:
                story(self)
                self.clock()
        self.platform.book.close()
        return self.heard

    # --- carrying, in order, one by one

    def carry(self) -> None:
        while any([house.relay_round(self) or 0 for house in self.centre.houses.values()]):
            for name, house in self.centre.houses.items():
                for letter in self.broker.queues[name].waiting:
                    self.heard.append(self.note(name, letter.body))
                    house.consumer.settlement.handle_all([letter.body], moment.now)
                self.broker.queues[name].waiting.clear()

    def publish(self, rows) -> set[str]:
        for _, key, body in rows:
            for queue in self.broker.routes[key]:
                queue.waiting.append(Plain(body))
        return {event_id for event_id, _, _ in rows}

    def note(self, reader: str, body: str) -> Heard:
        envelope = Envelope.read(body)
        data = envelope.data
        parts = [part.get("ticket_id") for part in data.get("allocations") or ()]
        subject = next((one for one in (data.get("ticket_id"), *parts) if one), envelope.about)
        return Heard(reader, envelope.routing_key, body, subject, copy_of(self.stores[reader]))

    def clock(self) -> None:
        for _ in range(4):
            moment.advance(SECONDS)
            for house in self.centre.houses.values():
                house.tick(moment.now, 64)
            self.carry()

    # --- acting

    def act(self, service: str, who, deed):
        moment.advance(SECONDS)
        with self.stores[service].work(self.people.staff[who] if isinstance(who, str) else who) as work:
            deed(work)
        self.carry()

    def look(self, service: str, model, *wanted) -> list:
        with self.stores[service].reading(None) as session:
            return list(session.scalars(select(model).where(*wanted).order_by(model.id)))

    def push(self, what: dict) -> Ticket:
        moment.advance(SECONDS)
        self.platform.write_record()
        record = {**self.platform.records[-1], "来电号码": "13800001234", **what}
        self.platform.push(record)
        self.carry()
        return self.look("intake", Ticket, Ticket.external_id == record["工单编号"])[0]

    def ticket(self, ticket, use_case, who="desk", **facts) -> None:
        def deed(work):
            found = work.session.get(Ticket, ticket.id)
            with work.session.no_autoflush:
                use_case(work, found, **facts)

        self.act("intake", who, deed)

    def order(self, ticket) -> WorkOrder:
        return self.look("dispatch", WorkOrder, WorkOrder.ticket_id == ticket.id)[-1]

    def technician(self, order, use_case, **facts) -> None:
        order = self.look("dispatch", WorkOrder, WorkOrder.id == order.id)[0]
        me = person(order.technician["login"], "technician", site=order.site_id)
        self.act("dispatch", me, lambda work: use_case(work, find_order(work.session, order.id), **facts))

    def desk(self, order, use_case, **facts) -> None:
        self.act("dispatch", "desk", lambda work: use_case(work, find_order(work.session, order.id), **facts))

    def finish(self, order) -> None:
        for step in (orders.accept_order, orders.arrive_order):
            self.technician(order, step)
        self.technician(order, orders.complete_order, labour=[], materials=[], note="已修好")

    def bills(self, ticket) -> list[Bill]:
        return self.look("billing", Bill, Bill.ticket_id == ticket.id)

    def visit(self, ticket, **answer) -> None:
        visit = self.look("notify", ReturnVisit, ReturnVisit.ticket_id == UUID(str(ticket.id)))[-1]
        self.act("notify", "night", lambda work: attempt(work, visit.id, **answer))


@dataclass
class Plain:
    body: str


def copy_of(store) -> bytes:
    """The database as it is, marked as one without a write-ahead log, which no database in memory can have."""
    with store.engine.connect() as connection:
        whole = connection.connection.driver_connection.serialize()
    return zlib.compress(whole[:18] + b"\1\1" + whole[20:], 1)


def put_back(store, kept: bytes) -> None:
    source = sqlite3.connect(":memory:")
    source.deserialize(zlib.decompress(kept))
    with store.engine.connect() as connection:
        source.backup(connection.connection.driver_connection)
    source.close()

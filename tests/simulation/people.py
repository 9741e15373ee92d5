"""Everybody who acts on a simulated day: desk, technicians, cashier, night duty, supervisor.

Each looks for the next thing to do in the databases and does one step through the real use case, with one transaction.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from services.billing.bills.models import OPEN as OPEN_BILLS
from services.billing.bills.models import Bill
from services.billing.payments.usecases import receive_payment
from services.dispatch.assignment.queries import read_bench
from services.dispatch.assignment.usecases import assign_order
from services.dispatch.work_orders import usecases as orders
from services.dispatch.work_orders.models import FINISHED, OrderState, WorkOrder
from services.dispatch.work_orders.queries import find_order
from services.intake.tickets import usecases as tickets
from services.intake.tickets.models import Ticket
from services.intake.tickets.states import ENDED, TicketState
from services.notify.return_visits import usecases as visits
from services.notify.return_visits.models import UNSETTLED, ReturnVisit, VisitState
from shared.errors import DomainError
from shared.testing.people import person

from .opening import people_of

S = OrderState
PAID = {"labour": [{"code": "LAB-PLUMB", "quantity": 1}], "materials": [{"code": "MAT-VALVE", "quantity": 1}]}


class People:
    """`calm`: everybody is patient, content and brings every ticket to its end."""

    def __init__(self, centre, dice, moment):
        self.houses, self.seen = centre.houses, {}
        self.stores, self.place, self.dice, self.moment = centre.stores, centre.place, dice, moment
        self.staff = people_of(UUID(self.place.site))
        self.calm = False
        self.did = 0

    def anybody(self) -> str | None:
        """The next step of somebody who has something to do, chosen by the dice; says what was done."""
        waiting = [
            *((self.on_order, row) for row in self._watch("dispatch", WorkOrder, ~_finished_for_good())),
            *((self.on_ticket, row) for row in self._watch("intake", Ticket, Ticket.state.not_in(ENDED))),
            *((self.on_bill, row) for row in self._watch("billing", Bill, Bill.state.in_(OPEN_BILLS))),
            *((self.on_visit, row) for row in self._watch("notify", ReturnVisit, ReturnVisit.state.in_(UNSETTLED))),
        ]
        self.dice.shuffle(waiting)
        for act, thing in waiting:
            try:
                done = act(thing)
            except DomainError as refused:  # somebody was faster, or it has not arrived yet
                done = None if self.calm else f"{act.__name__} {thing.number_told} refused: {refused.code}"
            if done:
                self.did += 1
                self.moment.advance(1)  # two acts of people never share an instant
                return done
        return None

    def _watch(self, service: str, model, wanted) -> list:
        """As it was, while nothing was committed there."""
        changes, found = self.seen.get(service, (None, []))
        if changes != self.houses[service].changes:
            changes, found = self.houses[service].changes, self._look(service, model, wanted)
            self.seen[service] = changes, found
        return found

    def _look(self, service: str, model, wanted) -> list:
        with self.stores[service].reading(None) as session:
            found = session.scalars(select(model).where(wanted).order_by(model.id)).all()
        for one in found:
            one.number_told = getattr(one, "number", None) or one.ticket_number
        return found

    def odd(self, chance: float) -> bool:
        return not self.calm and self.dice.random() < chance

    def on_ticket(self, ticket) -> str | None:
        desk, intake = self.staff["desk"], self.stores["intake"]
        if ticket.kind == "unclassified" and ticket.state == TicketState.OPEN:
            what = {"kind": "enquiry", "category": "enquiry.other"}
            return self._on(intake, desk, Ticket, ticket, tickets.classify_ticket, **what)
        if ticket.state in (TicketState.OPEN, TicketState.DISPATCHED) and self.odd(0.06):
            return self._on(intake, desk, Ticket, ticket, tickets.cancel_ticket, reason="不需要了")
        if ticket.state in (TicketState.OPEN, TicketState.DISPATCHED) and self.odd(0.06):
            return self._on(intake, desk, Ticket, ticket, tickets.amend_ticket, description="补充说明")
        if ticket.state == TicketState.RESOLVED and (self.odd(0.03) or self._nobody_answers(ticket)):
            return self._on(intake, self.staff["super"], Ticket, ticket, tickets.waive_ticket, reason="联系不上")
        return None

    def _nobody_answers(self, ticket) -> bool:
        tried = self._look("notify", ReturnVisit, ReturnVisit.ticket_id == ticket.id)
        return bool(tried) and tried[-1].state == VisitState.UNREACHABLE

    def on_bill(self, bill) -> str:
        part = (
            bill.open_amount if self.calm or self.dice.random() < 0.7 else (bill.open_amount / 2).quantize(bill.amount)
        )
        asked = {"site_id": bill.site_id, "bill_ids": [bill.id], "amount": part, "method": "cash", "payer": "李敏"}
        with self.stores["billing"].work(self.staff["cashier"]) as work:
            receive_payment(work, asked)
        return f"paid {part} on {bill.number}"

    def on_visit(self, visit) -> str | None:
        if visit.state == VisitState.UNREACHABLE:
            return None
        drawn = 1.0 if self.calm else self.dice.random()
        answer = {"result": "reached", "outcome": "satisfied", "score": 5}
        if drawn < 0.12:
            answer = {"result": "no_answer"}
        elif drawn < 0.3:
            answer = {"result": "reached", "outcome": "still_broken", "score": 2, "note": "还是漏"}
        night = self.staff["night"]
        return self._on(self.stores["notify"], night, ReturnVisit, visit, visits.attempt_visit, **answer)

    def on_order(self, order) -> str | None:
        use_case, who, facts = self._next_step(order)
        if use_case is None:
            return None
        with self.stores["dispatch"].work(who) as work:
            use_case(work, find_order(work.session, order.id), **facts)
        return f"{use_case.__name__} {order.number}"

    def _next_step(self, order):
        me = person(order.technician["login"], "technician", site=order.site_id) if order.technician else None
        desk, leader = self.staff["desk"], self.staff["super"]
        if order.state in (S.ASSIGNED, S.ACCEPTED) and self.odd(0.05):
            return orders.return_order, me, {"reason": "去不了"}
        if order.state in (S.ACCEPTED, S.ARRIVED) and self.odd(0.08):
            later = {"state": "waiting_parts", "reason": "缺配件", "next_at": self.moment.now + timedelta(hours=2)}
            return orders.suspend_order, me, later
        if order.state == S.ASSIGNED:
            return orders.accept_order, me, {}
        if order.state == S.ACCEPTED:
            return orders.arrive_order, me, {}
        if order.state == S.ARRIVED:
            return self._finish(order, me)
        if order.state in (S.WAITING_PARTS, S.WAITING_ACCESS):
            return orders.resume_order, desk, {}
        if order.state == S.ESCALATED:
            return assign_order, leader, {"staff_id": self._who_may(order)}
        if order.state == S.COMPLETED and order.ticket_kind == "repair_public":
            failed = self.odd(0.25)
            return orders.verify_order, desk, {"result": "failed" if failed else "passed", "note": "看过了"}
        return None, None, {}

    def _who_may(self, order) -> UUID | None:
        """The supervisor looks at the candidates and takes the best who is not barred (RW-2)."""
        with self.stores["dispatch"].reading(self.staff["super"]) as session:
            bench = read_bench(session, order.site_id, self.moment.now)
            ranked = bench.rank(find_order(session, order.id))
        return next((one.person.id for one in ranked if not one.barred), None)

    def _finish(self, order, me):
        """About every second repair in a unit costs something: shown first, agreed to, then done (RW-4)."""
        charged = order.ticket_kind == "repair_unit" and order.kind == "first" and order.id.int % 2
        if not charged:
            return orders.complete_order, me, {"labour": [], "materials": [], "note": "已修好"}
        if order.quoted_amount is None:
            return orders.quote_order, me, {"lines": [*PAID["labour"], *PAID["materials"]]}
        if order.agreed_at is None:
            return orders.agree_quote, me, {"by": "李敏", "how": "in_person"}
        return orders.complete_order, me, {**PAID, "note": "已修好"}

    def _on(self, store, who, model, thing, use_case, **facts) -> str:
        with store.work(who) as work:
            found = work.session.get(model, thing.id)
            with work.session.no_autoflush:
                use_case(work, found, **facts)
        return f"{use_case.__name__} {thing.number_told}"


def _finished_for_good():
    done_here = WorkOrder.state.in_([s for s in FINISHED if s != S.COMPLETED])
    return done_here | ((WorkOrder.state == S.COMPLETED) & (WorkOrder.ticket_kind != "repair_public"))

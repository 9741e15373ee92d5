"""How the main things live, written down a second time from the specification (services.md §1 to §4), by hand.

Nothing here reads the product's own tables: the two are compared, and the state machines believe this one.
"""

from dataclasses import dataclass

PEOPLE = {
    "the desk": "desk night_duty supervisor manager",
    "leaders": "supervisor manager",
    "the gate": "guard desk night_duty supervisor manager",
    "inspectors": "desk night_duty area_manager supervisor manager",
    "the office": "desk night_duty area_manager supervisor manager system",
    "the field": "technician supervisor",
    "everybody at work": "technician desk night_duty area_manager supervisor manager system",
    "deciders": "cashier supervisor manager",
    "deciders and the house": "cashier supervisor manager system",
    "tillers": "cashier manager system",
    "keepers": "admin supervisor manager",
    "file keepers": "desk night_duty area_manager supervisor manager admin",
    "the house": "system",
}


@dataclass(frozen=True)
class Step:
    to: str
    who: frozenset[str]


class Book:
    """`step(state, action)`: where it leads and for whom, or None. `=` in the text means: it stays where it is."""

    def __init__(self, states: str, text: str, **also: str):
        self.states = states.split()
        self.steps: dict[tuple[str, str], Step] = {}
        for line in text.strip().splitlines():
            action, states_from, to, who = (part.strip() for part in line.split("|"))
            roles = frozenset(PEOPLE.get(who, who).split())
            for state in also.get(states_from, states_from).split():
                self.steps[state, action] = Step(state if to == "=" else to, roles)

    def step(self, state: str, action: str) -> Step | None:
        return self.steps.get((state, action))

    def anybody(self, action: str) -> frozenset[str]:
        """Everybody who may ever take this step, in whatever state."""
        return frozenset().union(*(step.who for (_, named), step in self.steps.items() if named == action))

    def as_rows(self) -> set[tuple[str, str, str, frozenset[str]]]:
        return {(state, action, step.to, step.who) for (state, action), step in self.steps.items()}


TICKET = Book(
    "open dispatched in_progress waiting resolved closed cancelled declined merged",
    """
    classify       | open waiting                          | =           | the desk
    take           | living                                | =           | the desk
    amend          | living                                | =           | the desk
    handover-owner | living                                | =           | the desk
    answer         | living                                | =           | the desk
    wait           | open dispatched in_progress           | waiting     | desk night_duty supervisor manager system
    resume         | waiting                               | open        | desk night_duty supervisor manager system
    dispatch       | open in_progress waiting              | dispatched  | the house
    start          | open dispatched waiting               | in_progress | the house
    resolve        | open dispatched in_progress waiting   | resolved    | the house
    hand_back      | dispatched in_progress waiting        | open        | the house
    close          | resolved                              | closed      | the house
    reopen         | resolved closed                       | open        | desk night_duty supervisor manager system
    waive          | open waiting resolved                 | closed      | supervisor manager system
    merge          | open dispatched waiting               | merged      | the desk
    decline        | open dispatched waiting               | declined    | the desk
    cancel         | open dispatched in_progress waiting   | cancelled   | the desk
    """,
    living="open dispatched in_progress waiting resolved",
)

WORK_ORDER = Book(
    "created assigned accepted arrived completed verified closed waiting_parts waiting_access outsourced escalated "
    "returned cancelled",
    """
    assign          | to_give                     | assigned       | the office
    grab            | to_give                     | assigned       | technician
    accept          | assigned                    | accepted       | the field
    arrive          | accepted                    | arrived        | the field
    quote           | accepted arrived            | =              | everybody at work
    agree           | accepted arrived            | =              | everybody at work
    complete        | arrived                     | completed      | the field
    verify          | completed                   | verified       | inspectors
    fail            | completed                   | closed         | inspectors
    redo            | completed verified          | closed         | the house
    close           | completed verified          | closed         | the house
    transfer        | held                        | assigned       | everybody at work
    wait_for_parts  | held                        | waiting_parts  | everybody at work
    wait_for_access | held                        | waiting_access | everybody at work
    outsource       | held                        | outsourced     | everybody at work
    wait_for_parts  | escalated                   | waiting_parts  | the office
    wait_for_access | escalated                   | waiting_access | the office
    outsource       | escalated                   | outsourced     | the office
    resume          | waiting                     | accepted       | everybody at work
    return          | assigned accepted arrived   | returned       | the field
    escalate        | not_yet_up                  | escalated      | everybody at work
    cancel          | not_finished                | cancelled      | the office
    """,
    to_give="created returned escalated",
    waiting="waiting_parts waiting_access outsourced",
    held="assigned accepted arrived waiting_parts waiting_access outsourced",
    not_yet_up="created assigned accepted arrived returned waiting_parts waiting_access outsourced",
    not_finished="created assigned accepted arrived returned escalated waiting_parts waiting_access outsourced",
)

BILL = Book(
    "draft issued part_paid paid disputed reversed",
    """
    issue         | draft                  | issued    | tillers
    settle        | issued part_paid       | paid      | deciders and the house
    part_pay      | issued part_paid       | part_paid | deciders and the house
    reopen        | part_paid paid         | issued    | deciders and the house
    reopen_partly | part_paid paid         | part_paid | deciders and the house
    dispute       | issued part_paid paid  | disputed  | cashier supervisor manager system desk
    uphold        | disputed               | issued    | deciders and the house
    reverse       | draft issued disputed  | reversed  | deciders and the house
    """,
)

PAYMENT = Book(
    "received allocated reversed",
    """
    allocate | received           | allocated | tillers
    reverse  | received allocated | reversed  | deciders
    """,
)

VISIT = Book(
    "scheduled attempted done unreachable waived",
    """
    finish  | scheduled attempted unreachable | done        | the desk
    attempt | scheduled attempted             | attempted   | the desk
    give_up | scheduled attempted             | unreachable | the desk
    waive   | scheduled attempted unreachable | waived      | supervisor manager system
    """,
)

MESSAGE = Book(
    "queued sending sent delivered deferred failed suppressed",
    """
    start     | queued deferred sending | sending    | the house
    defer     | queued deferred         | deferred   | the house
    retry     | sending                 | queued     | the house
    hand_over | sending                 | sent       | the house
    confirm   | sent                    | delivered  | the house
    fail      | queued deferred sending | failed     | the house
    suppress  | queued deferred         | suppressed | the house
    resend    | failed suppressed       | queued     | the desk
    """,
)

DELIVERY = Book(
    "pending delivered given_up skipped",
    """
    acknowledge | pending            | delivered | the house
    skip        | pending            | skipped   | the house
    give_up     | pending            | given_up  | the house
    resend      | given_up delivered | pending   | keepers
    """,
)

SUBSCRIPTION = Book(
    "enabled disabled",
    """
    enable  | enabled disabled | enabled  | *
    disable | enabled disabled | disabled | system admin
    """,
)

HANDOVER = Book(  # RD-7: each item acknowledged, counts explained, the outgoing side signs first
    "drawn handed_out signed withdrawn",
    """
    acknowledge   | drawn            | =          | the desk
    count         | drawn            | =          | the desk
    sign-outgoing | drawn            | handed_out | the desk
    sign-incoming | handed_out       | signed     | the desk
    refresh       | drawn handed_out | drawn      | the desk
    withdraw      | drawn handed_out | withdrawn  | the desk
    """,
)

PASS = Book(  # RD-15: confirmed by the owner, used up once
    "requested issued used cancelled expired",
    """
    confirm | requested        | issued    | the desk
    use     | issued           | used      | the gate
    refuse  | issued           | =         | the gate
    cancel  | requested issued | cancelled | the desk
    expire  | requested issued | expired   | the house
    """,
)

VISITOR = Book(  # RD-11: the host is asked, or had announced them
    "expected at_gate cleared inside left turned_away cancelled missed",
    """
    contact      | at_gate                  | =           | the desk
    welcome      | at_gate                  | cleared     | the desk
    take-message | at_gate                  | turned_away | the desk
    admit        | expected cleared         | inside      | the gate
    leave        | inside                   | left        | the gate
    turn-away    | at_gate cleared expected | turned_away | the gate
    arrive       | expected                 | at_gate     | the gate
    cancel       | expected                 | cancelled   | the desk
    miss         | expected                 | missed      | the house
    """,
)

ENQUIRY = Book(  # RD-16: let in or refused on the desk's decision
    "asked approved entered kept_out withdrawn",
    """
    approve  | asked          | approved  | the desk
    refuse   | asked approved | kept_out  | the desk
    let-in   | approved       | entered   | the gate
    withdraw | asked approved | withdrawn | the gate
    """,
)

PARCEL = Book(  # RD-14: told, chased, collected and signed
    "kept collected returned",
    """
    collect | kept | collected | the gate
    chase   | kept | =         | guard desk night_duty supervisor manager system
    return  | kept | returned  | the gate
    """,
)

INCIDENT = Book(  # RD-17: one cause, one message, one close; ending it waives visits, so leaders do (RV-1)
    "proposed active ended dismissed",
    """
    confirm | proposed | active    | the desk
    dismiss | proposed | dismissed | the desk
    attach  | active   | =         | the desk
    detach  | active   | =         | the desk
    tell    | active   | =         | the desk
    end     | active   | ended     | leaders
    """,
)

BOOKING = Book(  # RD-20: it takes place, nobody comes, or it is cancelled; each has its fee
    "booked took_place not_used cancelled",
    """
    finish  | booked | took_place | bookers system
    no-show | booked | not_used   | bookers
    cancel  | booked | cancelled  | bookers
    """.replace("bookers", "desk night_duty supervisor manager area_manager"),
)

KEY = Book(  # RF-4: lent against the register, chased, counted; what is gone says why
    "in_cabinet lent given_out lost destroyed",
    """
    lend        | in_cabinet                | lent       | the desk
    return      | lent                      | in_cabinet | the desk
    extend      | lent                      | =          | the desk
    give-out    | in_cabinet                | given_out  | the desk
    take-back   | given_out                 | in_cabinet | the desk
    amend       | in_cabinet                | =          | the desk
    report-lost | in_cabinet lent given_out | lost       | the desk
    found       | lost                      | in_cabinet | the desk
    destroy     | in_cabinet lost           | destroyed  | leaders
    """,
)

KEY_COUNT = Book(  # RF-4: everything counted and explained before a leader signs
    "drawn signed withdrawn",
    """
    count    | drawn | =         | the desk
    sign     | drawn | signed    | leaders
    withdraw | drawn | withdrawn | the desk
    """,
)

ENTRUSTED = Book(  # RF-7: receipted when taken and when given back
    "in_keeping given_back passed_on",
    """
    give-back | in_keeping | given_back | the desk
    pass-on   | in_keeping | passed_on  | the desk
    """,
)

REGISTER_MONTH = Book(  # RF-2: produced, reviewed by the manager, signed into the archive
    "produced reviewed signed",
    """
    review        | produced          | reviewed | manager
    sign          | reviewed          | signed   | manager
    produce-again | produced reviewed | produced | file keepers
    """,
)

AGREEMENT = Book(  # RF-5: carries a period, is renewed or ended by somebody
    "in_force renewed ended",
    """
    amend | in_force | =       | file keepers
    renew | in_force | renewed | file keepers
    end   | in_force | ended   | file keepers
    """,
)

REGISTER_IMPORT = Book(  # RO-4: looked through by the house, brought in when whose file it is says so
    "received unreadable checked importing imported discarded",
    """
    check     | received           | checked    | the house
    give_up   | received           | unreadable | the house
    carry_out | checked            | importing  | *
    finish    | importing          | imported   | the house
    discard   | checked unreadable | discarded  | *
    """,
)

SLIP = Book(  # RD-12: followed until whoever sent it says that it is settled
    "sent acknowledged replied closed withdrawn",
    """
    receive   | sent              | acknowledged | staff
    answer    | sent acknowledged | replied      | staff
    close     | replied           | closed       | staff
    send-back | replied           | acknowledged | staff
    withdraw  | sent acknowledged | withdrawn    | staff
    """.replace("staff", "desk night_duty supervisor manager technician area_manager cashier"),
)

RECEPTION = Book(  # RD-19: checked before, served while they are here, recorded at the end
    "preparing ready under_way ended called_off",
    """
    check      | preparing ready | =          | hosts
    make-ready | preparing       | ready      | hosts
    open-again | ready           | preparing  | hosts
    arrive     | preparing ready | under_way  | hosts
    serve      | under_way       | =          | hosts
    tally      | under_way ended | =          | hosts
    end        | under_way       | ended      | hosts
    cancel     | preparing ready | called_off | hosts
    """.replace("hosts", "desk night_duty supervisor manager area_manager"),
)

DOERS = "desk night_duty supervisor manager area_manager technician cashier"
PROCEDURE = Book(  # RM-1: an end before all is done is a leader's, with the reason
    "running finished abandoned",
    """
    finish  | running | finished  | doers
    abandon | running | abandoned | leaders
    """.replace("doers", f"{DOERS} system"),
)

PROCEDURE_STEP = Book(  # RM-1: no silent skip; what another service ends is expected first; undone by leaders only
    "pending expected done skipped",
    """
    complete | pending expected | done     | doers
    expect   | pending expected | expected | doers
    hear     | expected         | done     | doers system
    fail     | pending expected | pending  | doers
    skip     | pending expected | skipped  | doers
    reopen   | done skipped     | pending  | leaders
    redo     | done skipped     | pending  | doers system
    """.replace("doers", DOERS),
)

FINDING = Book(  # RM-5: a deadline, looked at again, escalated when refused or late
    "open rectified closed escalated withdrawn",
    """
    rectify  | open escalated | rectified | doers
    accept   | rectified      | closed    | inspectors
    reject   | rectified      | open      | inspectors
    refuse   | open           | escalated | inspectors
    escalate | open           | escalated | the house
    extend   | open escalated | open      | leaders
    withdraw | open escalated | withdrawn | leaders
    """.replace("doers", DOERS),
)

CORRECTIVE_ACTION = Book(  # RM-7: cause, responsibility, measure, check of effect
    "open planned carried_out effective",
    """
    plan      | open planned | planned     | leaders
    carry-out | planned      | carried_out | leaders
    confirm   | carried_out  | effective   | leaders
    reject    | carried_out  | open        | leaders
    """,
)

WORKER_PASS = Book(  # RM-6: returned, or listed to security
    "issued returned missing",
    """
    return | issued missing | returned | the desk
    miss   | issued         | missing  | the desk
    """,
)

WATER_TEST = Book(  # RM-5
    "running passed failed broken_off",
    """
    pass      | running | passed     | testers
    fail      | running | failed     | testers
    break-off | running | broken_off | testers
    """.replace("testers", "desk night_duty supervisor manager area_manager technician"),
)

BOOKS = {
    "ProcedureState": PROCEDURE,
    "StepState": PROCEDURE_STEP,
    "FindingState": FINDING,
    "ActionState": CORRECTIVE_ACTION,
    "WorkerPassState": WORKER_PASS,
    "WaterTestState": WATER_TEST,
    "SlipState": SLIP,
    "ReceptionState": RECEPTION,
    "ImportState": REGISTER_IMPORT,
    "ItemState": KEY,
    "CountState": KEY_COUNT,
    "ThingState": ENTRUSTED,
    "MonthState": REGISTER_MONTH,
    "AgreementState": AGREEMENT,
    "BookingState": BOOKING,
    "IncidentState": INCIDENT,
    "PassState": PASS,
    "VisitorState": VISITOR,
    "EnquiryState": ENQUIRY,
    "ParcelState": PARCEL,
    "HandoverState": HANDOVER,
    "TicketState": TICKET,
    "OrderState": WORK_ORDER,
    "BillState": BILL,
    "PaymentState": PAYMENT,
    "VisitState": VISIT,
    "MessageState": MESSAGE,
    "DeliveryState": DELIVERY,
    "SubscriptionState": SUBSCRIPTION,
}

"""The caller's card: who rings, what is open, what is owed, what is going on in the house, how the last visit went."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from services.intake.chronicle.models import ChronicleEntry
from services.intake.chronicle.queries import told_of, unpaid_bills
from services.intake.households.models import Household
from services.intake.households.queries import households, people_of, shown_person
from services.intake.incidents.models import Incident
from services.intake.incidents.queries import going_on
from services.intake.tickets.during_call import emergencies_since, live_of_caller
from services.intake.tickets.models import Ticket

from .draft import Draft
from .notes import notes_about

MOST = 5
GOING_ON = timedelta(days=2)  # an emergency, so that the tenth caller about it is told at once (RD-17)


@dataclass
class Card:
    """Everything masked: numbers are opened with a reading of the file, which is recorded (RF-6)."""

    draft: Draft
    files: list[SimpleNamespace] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    arrears: SimpleNamespace | None = None
    visit: ChronicleEntry | None = None
    notes: list = field(default_factory=list)
    emergencies: list[Ticket] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)


def card_of(session, draft: Draft) -> Card:
    unit_id = draft.unit.id if draft.unit else None
    return Card(
        draft,
        files=files_of(session, draft),
        tickets=live_of_caller(session, draft.site.id, draft.number, unit_id, most=MOST),
        arrears=unpaid_bills(session, unit_id) if unit_id else None,
        visit=last_visit(session, unit_id) if unit_id else None,
        notes=notes_about(session, draft.site.id, draft.number, unit_id),
        emergencies=emergencies_since(session, draft.site.id, draft.now - GOING_ON, most=MOST),
        incidents=going_on(session, draft.site.id, draft.unit.building_id if draft.unit else None, most=MOST),
    )


def files_of(session, draft: Draft) -> list[SimpleNamespace]:
    """The file of the unit with its people, or the files in which the number stands: nobody is guessed."""
    asked: dict = {"site_id": draft.site.id}
    if draft.unit:
        asked["unit_id"] = draft.unit.id
    elif draft.number:
        asked["phone"] = draft.number
    else:
        return []
    found = session.execute(households(asked).order_by(Household.id).limit(MOST)).all()
    return [one_file(session, row, draft, alone=len(found) == 1) for row in found]


def one_file(session, row, draft: Draft, *, alone: bool) -> SimpleNamespace:
    """With several files only the units are named: which one it is has to be asked."""
    people = people_of(session, row.id) if alone else []
    rung = draft.person.id if draft.person else None
    shown = [shown_person(person, openly=False) for person in people if person.here_on(draft.day)]
    for person in shown:
        person.rings = person.id == rung
    return SimpleNamespace(id=row.id, unit_code=row.unit_code, people=sorted(shown, key=lambda p: not p.rings))


def last_visit(session, unit_id) -> ChronicleEntry | None:
    told = told_of(session, unit_id, "return_visit.completed", "return_visit.unreachable")
    return told[0] if told else None

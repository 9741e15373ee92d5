"""Who is told: the caller as known, the household of a unit, or the staff of a site by role."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select

from services.notify.people.models import Contact

PAYERS = ("payer", "tenant", "owner")


@dataclass(frozen=True)
class Recipient:
    """`key` names somebody without telling a number or address."""

    key: str
    name: str | None = None
    person_id: UUID | None = None
    phone: str | None = None
    email: str | None = None
    language: str = "zh"
    channels: list[str] = field(default_factory=list)
    opted_out: bool = False
    staff: bool = False

    @property
    def reachable(self) -> bool:
        return bool(self.staff or self.person_id or self.phone or self.email)


def staff(role: str) -> Recipient:
    return Recipient(f"role:{role}", channels=["in_app"], staff=True)


class Directory:
    """The contacts that some tickets and units may need, read with one statement."""

    def __init__(self, session, *, tickets=(), units=()):
        people = {t.person_id for t in tickets if t.person_id}
        phones = {t.caller_phone for t in tickets if t.caller_phone}
        units = {*units, *(t.unit_id for t in tickets if t.unit_id)} - {None}
        wanted = or_(Contact.person_id.in_(people), Contact.phone.in_(phones), Contact.unit_id.in_(units))
        self._contacts = session.scalars(select(Contact).where(wanted).order_by(Contact.id)).all()

    def caller(self, ticket) -> Recipient:
        """The number given in the call counts first; language, preference and opt-out are those on file."""
        known = self._known(ticket)
        if known is None and not (ticket.caller_phone or ticket.caller_email):
            return (
                self.payer(ticket.unit_id) if ticket.unit_id else Recipient(f"caller:{ticket.id}", ticket.caller_name)
            )
        return Recipient(
            key=f"person:{known.person_id}" if known else f"caller:{ticket.id}",
            name=ticket.caller_name or (known.name if known else None),
            person_id=known.person_id if known else ticket.person_id,
            phone=ticket.caller_phone or (known.phone if known else None),
            email=ticket.caller_email or (known.email if known else None),
            language=known.language if known else ticket.language,
            channels=known.channels if known else [],
            opted_out=known.opted_out if known else False,
        )

    def payer(self, unit_id: UUID) -> Recipient:
        """Who pays for a unit: who is named payer, else the tenant, else the owner, else whoever lives there."""
        return self._first(unit_id, PAYERS)

    def owner(self, unit_id: UUID) -> Recipient:
        """Who owns a unit, else who pays for it."""
        return self._first(unit_id, ("owner", *PAYERS))

    def _first(self, unit_id: UUID, roles: tuple[str, ...]) -> Recipient:
        people = [c for c in self._contacts if c.unit_id == unit_id]
        people.sort(key=lambda c: roles.index(c.role) if c.role in roles else len(roles))
        return _recipient(people[0]) if people else Recipient(f"unit:{unit_id}")

    def _known(self, ticket) -> Contact | None:
        by_person = [c for c in self._contacts if ticket.person_id and c.person_id == ticket.person_id]
        by_phone = [c for c in self._contacts if ticket.caller_phone and c.phone == ticket.caller_phone]
        here = [c for c in by_phone if c.unit_id == ticket.unit_id]
        return next(iter([*by_person, *here, *by_phone]), None)


def _recipient(contact: Contact) -> Recipient:
    return Recipient(
        key=f"person:{contact.person_id}",
        name=contact.name,
        person_id=contact.person_id,
        phone=contact.phone,
        email=contact.email,
        language=contact.language,
        channels=contact.channels,
        opted_out=contact.opted_out,
    )

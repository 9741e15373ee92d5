"""The ticket list as a spreadsheet: as it is filtered, masked as the reader's role asks for (RO-4, RF-6)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.intake.directory.queries import sites_by_id
from services.intake.search.queries import find_tickets
from shared.masking import mask_text
from shared.web.current import principal, reading
from shared.web.pages import _
from shared.web.pages.filters import number_to_dial, state
from shared.web.pages.words import language
from shared.web.sheets import Column, Sheet, every, sent

from .queries import OPEN_NUMBERS, shown_caller


def export(asked: dict):
    """Every ticket that the list would show."""
    who, now = principal(), datetime.now(UTC)
    with reading() as session:
        sites = sites_by_id(session)
    pages = every(lambda session, after: find_tickets(session, {**asked, "after": after, "limit": 200}, who, now))
    return sent(TICKETS, (Line(ticket, sites[ticket.site_id], who) for ticket in pages), asked)


class Line:
    """A ticket as this reader may see it, on the clock of its site."""

    def __init__(self, ticket, site, who):
        self.ticket, self.site = ticket, site
        self.zone = ZoneInfo(site.timezone)
        self.caller = shown_caller(ticket, who)
        self.openly = who.may(ticket.site_id, *OPEN_NUMBERS)

    def at(self, moment: datetime | None) -> datetime | None:
        return moment and moment.astimezone(self.zone)

    @property
    def phone(self) -> str:
        return number_to_dial(self.caller["phone"] or self.caller["phone_given"])

    @property
    def description(self) -> str:
        said = self.ticket.description
        return said if self.openly else mask_text(said)

    @property
    def category(self) -> str | None:
        named = self.ticket.category_name or {}
        return named.get(language()) or self.ticket.category


def fact(words, name: str, width: int = 14) -> Column:
    return Column(words, lambda line: getattr(line.ticket, name), width)


def word(words, name: str) -> Column:
    return Column(words, lambda line: state(getattr(line.ticket, name)))


def moment(words, name: str) -> Column:
    return Column(words, lambda line: line.at(getattr(line.ticket, name)), 17)


TICKETS = Sheet(
    "tickets",
    (
        fact(lambda: _("Number"), "number", 16),
        Column(lambda: _("Site"), lambda line: line.site.name[language()]),
        Column(lambda: _("Where"), lambda line: line.ticket.unit_code or line.ticket.public_place, 18),
        word(lambda: _("Kind"), "kind"),
        Column(lambda: _("Category"), lambda line: line.category, 24),
        word(lambda: _("Priority"), "priority"),
        word(lambda: _("State"), "state"),
        Column(lambda: _("What"), lambda line: line.description, 60),
        Column(lambda: _("Caller"), lambda line: line.caller["name"]),
        Column(lambda: _("Phone"), lambda line: line.phone, 16),
        word(lambda: _("Channel"), "channel"),
        fact(lambda: _("Owner"), "owner_name"),
        moment(lambda: _("Opened"), "opened_at"),
        moment(lambda: _("Due"), "due_at"),
        moment(lambda: _("Ended"), "ended_at"),
        fact(lambda: _("Reopened"), "reopened_times", 8),
        fact(lambda: _("Number at the platform"), "external_id", 20),
    ),
)

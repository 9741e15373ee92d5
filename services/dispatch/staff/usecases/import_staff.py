"""Importing staff from a list: every row is reported on, and the same list again changes nothing."""

from dataclasses import dataclass, field

from marshmallow import ValidationError
from sqlalchemy import select

from services.dispatch.assignment.rules import known_trade
from services.dispatch.places.models import Site
from services.dispatch.staff.models import Certificate, ShiftPlan, Staff, StaffSite
from services.dispatch.staff.queries import WHOLE
from services.dispatch.staff.rules import repeated
from services.dispatch.staff.schemas import StaffRow
from shared.web.errors import flatten

IMPORTERS = ("supervisor", "manager", "head_office", "admin")
ROW = StaffRow()


@dataclass
class Line:
    """One row of the list on its way in."""

    row: int
    code: str | None
    said: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    status: str = "refused"


def import_staff(work, rows: list[dict], *, dry_run: bool = False, partial: bool = False) -> dict:
    """Bring everybody of the list in. With a refused row nothing is changed, unless `partial` says otherwise."""
    lines = [_read(number, raw) for number, raw in enumerate(rows, start=1)]
    sites = {site.code: site.site_id for site in work.session.scalars(select(Site))}
    known = _known(work, lines)
    _refuse_repeated(lines)
    for line in lines:
        if not line.errors:
            said = line.said
            line.errors = _sites_refused(work, said["sites"], sites) or _not_yours(work.principal, said, known)
    write = not dry_run and (partial or not any(line.errors for line in lines))
    for line in lines:
        if not line.errors:
            line.status = _bring_in(work, line.said, known, sites, write)
    changed = {line.code: line.status for line in lines if line.status in ("created", "updated")}
    if write and changed:
        work.audit("staff.imported", about=("staff", "import"), after=changed)
    return _report(lines, write)


def _read(number: int, raw: dict) -> Line:
    code = raw.get("code")
    line = Line(number, code if isinstance(code, str) else None)
    try:
        line.said = ROW.load(raw)
        line.code = line.said["code"]
    except ValidationError as error:
        line.errors = flatten(error.messages)
    return line


def _known(work, lines: list[Line]) -> dict[str, Staff]:
    """The people of the list, and whoever has a login of the list, who are here already: one statement."""
    said = [line.said for line in lines if line.said]
    codes, logins = [s["code"] for s in said], [s["login"] for s in said]
    chosen = select(Staff).options(*WHOLE).where(Staff.code.in_(codes) | Staff.login.in_(logins))
    return {person.code: person for person in work.session.scalars(chosen)}


def _refuse_repeated(lines: list[Line]) -> None:
    for name in ("code", "login"):
        twice = repeated(line.said[name] for line in lines if line.said)
        for line in lines:
            if line.said and line.said[name] in twice:
                line.errors[name] = [f"{line.said[name]} stands in this list more than once."]


def _sites_refused(work, codes: list[str], sites: dict) -> dict:
    unknown = [code for code in codes if code not in sites]
    if unknown:
        return {
            "sites": [
                f"There is no site {code} among yours; known are: {', '.join(sorted(sites))}." for code in unknown
            ]
        }
    foreign = [code for code in codes if not work.principal.may(sites[code], *IMPORTERS)]
    return {"sites": [f"You may not bring staff in at {code}." for code in foreign]} if foreign else {}


def _not_yours(principal, said: dict, known: dict[str, Staff]) -> dict:
    """A code or login of somebody else; and who signs in as somebody is for those who lead all of that person's sites.

    Whoever could give a technician of another site a login of their own would act there (RO-1).
    """
    owner = next((p for p in known.values() if p.login == said["login"] and p.code != said["code"]), None)
    if owner:
        return {"login": [f"This login belongs to {owner.code}." if _led(principal, owner) else "This login is taken."]}
    person = known.get(said["code"])
    if person is None:
        return {}
    led = _led(principal, person)
    if not led:
        return {"code": ["This code belongs to somebody of another site."]}
    if person.login != said["login"] and len(led) < len(person.places):
        return {"login": ["This person serves other sites as well: somebody who leads all of them changes the login."]}
    return {}


def _led(principal, person: Staff) -> list:
    """The sites of this person where the importer may bring staff in."""
    return [place for place in person.places if principal.may(place.at_site, *IMPORTERS)]


def _bring_in(work, said: dict, known: dict, sites: dict, write: bool) -> str:
    person = known.get(said["code"])
    served = {sites[code] for code in said["sites"]}
    if person is not None:  # sites that the importer may not see are not theirs to take away
        served |= {place.at_site for place in person.places} - set(sites.values())
        if _snapshot(person) == _wanted(said, served):
            return "unchanged"
    if write:
        if person is None:
            person = Staff(code=said["code"], on_duty=True, duty_since=work.now)
            work.session.add(person)
            known[said["code"]] = person
            _fill(person, said, served)
            return "created"
        _fill(person, said, served)
    return "updated" if person is not None else "created"


def _fill(person: Staff, said: dict, served: set) -> None:
    person.login, person.name = said["login"], said["name"]
    person.trades = _trades(said)
    person.certificates = [Certificate(**(c | {"kind": known_trade(c["kind"])})) for c in said["certificates"]]
    person.shifts = [ShiftPlan(position=n, **shift) for n, shift in enumerate(said["shifts"])]
    here = {place.at_site: place for place in person.places}
    person.places = [here.get(site) or StaffSite(at_site=site) for site in sorted(served)]


def _trades(said: dict) -> list[str]:
    return list(dict.fromkeys(known_trade(trade) for trade in said["trades"]))


def _snapshot(person: Staff) -> tuple:
    certificates = sorted((c.kind, c.number, c.valid_until) for c in person.certificates)
    shifts = [(shift.weekdays, shift.start, shift.end) for shift in person.shifts]
    return person.login, person.name, person.trades, certificates, shifts, {place.at_site for place in person.places}


def _wanted(said: dict, served: set) -> tuple:
    certificates = sorted((known_trade(c["kind"]), c["number"], c["valid_until"]) for c in said["certificates"])
    shifts = [(shift["weekdays"], shift["start"], shift["end"]) for shift in said["shifts"]]
    return said["login"], said["name"], _trades(said), certificates, shifts, served


def _report(lines: list[Line], write: bool) -> dict:
    changed = sum(line.status in ("created", "updated") for line in lines)
    return {
        "imported": {"staff": changed if write else 0},
        "unchanged": sum(line.status == "unchanged" for line in lines),
        "refused": sum(line.status == "refused" for line in lines),
        "rows": lines,
    }

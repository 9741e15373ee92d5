"""The first morning: the admin imports the sample operator through the same doors a real operator would use."""

import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from embedded.door import Door, Refused

from .patience import eventually

HEARSAY = 30.0  # seconds until every service has heard of the sites
SAMPLE = Path(__file__).parent.parent / "sample"
IMPORTS = (
    ("directory.json", "/intake/api/v1/directory/imports"),
    ("price-list.json", "/billing/api/v1/price-list/imports"),
    ("fee-items.json", "/billing/api/v1/fee-items/imports"),
    ("staff.json", "/dispatch/api/v1/staff/imports"),
    ("templates.json", "/notify/api/v1/templates/imports"),
)


@dataclass
class Operator:
    """The sample operator once it stands: its sites, and everybody's own way in."""

    admin: Door
    sites: dict[str, str] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    roles: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def door(self, login: str) -> Door:
        return self.doors[login]

    def with_role(self, role: str, site_id: str | None = None) -> Door:
        """Somebody who holds `role` at the site, or at any."""
        for login, roles in self.roles.items():
            for place, held in roles.items():
                if role in held and (site_id is None or place in ("*", site_id)):
                    return self.doors[login]
        raise LookupError(f"Nobody is {role} at {site_id}.")


def sample(name: str) -> dict:
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


def open_operator(admin: Door, tell: Callable[[str], None]) -> Operator:
    """Import everything the sample brings. The same again changes nothing but the players' passwords."""
    operator = Operator(admin)
    bring_in(admin, *IMPORTS[0], tell)
    operator.sites = {site["code"]: site["id"] for site in admin.items("/intake/api/v1/sites")}
    make_accounts(operator, tell)
    for name, path in IMPORTS[1:]:
        bring_in(admin, name, path, tell)
    return operator


def bring_in(admin: Door, name: str, path: str, tell: Callable[[str], None]):
    """One list. A service that has not heard of the sites yet refuses, and is asked again a little later."""
    body = sample(name)

    def taken():
        try:
            return admin.post(path, body)
        except Refused as refused:
            last.append(refused)
            return None

    last: list[Refused] = []
    answer = eventually(taken, seconds=HEARSAY, first=0.1)
    if answer is None:
        raise last[-1]
    counted = Counter(row["status"] for row in answer["rows"])
    if counted["refused"]:
        raise ValueError(f"{name}: {next(row for row in answer['rows'] if row['status'] == 'refused')}")
    tell(f"{name}: {', '.join(f'{count} {status}' for status, count in counted.items())}")


def make_accounts(operator: Operator, tell: Callable[[str], None]):
    """Everybody gets an account and, for this day, a password that nobody writes down."""
    people = sample("accounts.json")["accounts"]
    for person in people:
        roles = {operator.sites.get(place, place): held for place, held in person["roles"].items()}
        password = secrets.token_urlsafe(18)
        body = {**person, "roles": roles, "password": password}
        try:
            operator.admin.post("/intake/api/v1/accounts", body)
        except Refused as refused:
            if refused.status != 409:
                raise
            raise LookupError(
                "This operator's accounts exist already; the demo wants a folder of its own."
            ) from refused
        operator.doors[person["login"]] = Door(operator.admin.url, person["login"], password)
        operator.roles[person["login"]] = roles
    tell(f"accounts.json: accounts {len(people)}")

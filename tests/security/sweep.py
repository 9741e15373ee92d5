"""The sweep over every door: what the server does, held against what the table says; returns what differs."""

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4
from zipfile import ZipFile

from shared.web.sheets.door import KINDS
from tests.security import cast
from tests.security.asking import Asking
from tests.security.cast import OWN
from tests.security.doors import Door
from tests.security.expected import WHO, Expected, expected_of

REFUSED = (401, 403)
SPREADSHEET = KINDS["xlsx"]
NO_THING = ("code", "name", "action", "kind", "edition")  # parts of an address that name nothing of anybody
CHANGING = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+Z"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|R-\d{4}-\d{6}|nonce[^ >]*"
)


@dataclass
class Sweep:
    """`wrong` says what differs, in words; `tried` counts what was asked."""

    ask: Asking
    wrong: list[str] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)

    def see(self, door: Door, who: str, answer, fine: bool, wanted: str) -> None:
        self.tried[who.split(":")[0]] += 1
        if not fine or answer.status_code >= 500:
            self.wrong.append(f"{door.service}: {door.name} as {who}: {answer.status_code}, but {wanted}")

    def tell(self) -> None:
        """The counts, for whoever runs the sweep with -s."""
        print(f"{sum(self.tried.values())} requests: {dict(self.tried)}")

    def roles(self, door: Door, expected: Expected, ids: dict) -> None:
        """Each role at the own site, with the own things: in, or refused."""
        for role in WHO:
            wants_own = role in expected.only_own and role != "technician" and bool(things_of(door))
            may = role in expected.roles and not wants_own
            answer = self.ask(door, ids, cast.holder(role))
            self.see(door, f"role:{role}", answer, came_in(door, answer) is may, "may" if may else "may not")
            if expected.everywhere and role in expected.roles:
                answer = self.ask(door, ids, cast.at_one_site(role))
                self.see(door, f"one site:{role}", answer, answer.status_code in REFUSED, "only at every site")
        if "technician" in expected.only_own:
            other = cast.person("idle", "technician")
            answer = self.ask(door, ids, other)
            self.see(door, "not assigned:technician", answer, answer.status_code == 403, "is not the assigned one")

    def nobody(self, door: Door, ids: dict, keys: tuple[str, str]) -> None:
        """Without a token, and with every token that is none."""
        for said, token in {"no token": None, **cast.bad_tokens(cast.boss(OWN), *keys)}.items():
            answer = self.ask.raw(door, ids, token)
            self.see(door, f"nobody:{said}", answer, is_sent_away(door, answer), "nobody signed in")
            if token and "expired" not in said and "another" not in said:
                continue
            answer = self.ask.raw(door, ids, token, cookie=True)
            self.see(door, f"cookie:{said}", answer, is_sent_away(door, answer), "nobody signed in")

    def browsers(self, door: Door, expected: Expected, ids: dict) -> None:
        """A cookie opens what a header opens, and nothing else."""
        may, may_not = sorted(expected.roles), sorted(set(WHO) - expected.roles)
        for role in (*may[:1], *may_not[:1]):
            by_header = self.ask(door, ids, cast.holder(role)).status_code
            answer = self.ask(door, ids, cast.holder(role), cookie=True)
            self.see(door, f"cookie:{role}", answer, answer.status_code == by_header, f"{by_header} by header")

    def foreign(self, door: Door, expected: Expected, ids: dict) -> None:
        """The own site's things, asked for from elsewhere: as if they did not exist."""
        roles = tuple(sorted(expected.roles - {"integration"}))
        people = {"next door": cast.neighbour(*roles), "other operator": cast.stranger(*roles)}
        weak = next((role for role in ("guard", "technician", "desk") if role not in expected.roles), None)
        if weak:
            people["here another role"] = cast.here_and_there(weak, *roles)
        for said, who in people.items():
            for cookie in (False, True):
                there = self.ask(door, ids, who, cookie=cookie)
                missing = self.ask(door, ids, who, cookie=cookie, parts=nothing_like(door))
                same = told(there) == told(missing) and there.status_code == missing.status_code
                fine = same and (there.status_code == 404 or expected.answers or closed_to(expected, there))
                fine = fine or expected.makes and (same or there.status_code in (403, 404))
                self.see(door, f"foreign:{said}", there, fine, f"what is not there is answered {missing.status_code}")


def things_of(door: Door) -> list[str]:
    return [part for part in door.parts if part not in NO_THING]


def nothing_like(door: Door) -> dict:
    """Ids of things that do not exist."""
    return {part: "R-1999-000001" if part == "number" else uuid4() for part in things_of(door)}


def came_in(door: Door, answer) -> bool:
    """Past the doorkeeper and to the thing; what the rules of the trade say to it then is another matter."""
    return answer.status_code not in (REFUSED if not things_of(door) else (*REFUSED, 404))


def closed_to(expected: Expected, answer) -> bool:
    return expected.everywhere and answer.status_code == 403


def is_sent_away(door: Door, answer) -> bool:
    if door.page and answer.status_code == 303:
        return "/sign-in?next=" in answer.headers["Location"]
    return answer.status_code == 401


def told(answer) -> str:
    """The answer without what differs between any two requests."""
    return CHANGING.sub("…", words_of(answer))


def words_of(answer) -> str:
    """What stands in it; of a spreadsheet in all its parts, of a picture whatever could be words."""
    content = answer.get_data()
    if answer.mimetype == SPREADSHEET:
        with ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(map(parts.read, parts.namelist()))
    return content.decode("utf-8", "replace")


def unknown_doors(doors: list[Door], table: dict | None = None) -> list[str]:
    return [f"{door.service}: {door.name}" for door in doors if expected_of(door, table) is None]

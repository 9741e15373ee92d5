"""Who may come in at which door, out of what the doors themselves say."""

import re

from shared.principal import ROLES

from .apis import SERVICES, doors_of

PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
PEOPLE = tuple(role for role in ROLES if role != "system")
SHORT = {
    "desk": "desk", "night_duty": "night", "technician": "tech", "area_manager": "area", "supervisor": "super",
    "manager": "mgr", "cashier": "cash", "guard": "guard", "head_office": "head", "admin": "admin",
    "integration": "platform",
}  # fmt: skip

HEAD = """# Who may come in where

Written by `make docs` from what each door declares. A role counts at the sites where it is held and nowhere else; what
is not of these sites is answered like what does not exist (404). Behind the door the rules of the trade say more: a
step of an order is for the technician it was given to, another's case is handed over by a supervisor, what belongs to
the operator as a whole needs the role at every site. That, and who *should* be allowed what, is written by hand in
[permissions.toml](../tests/security/permissions.toml); `tests/security` holds the running services against it.

● may · ○ everybody may, signed in or not. Columns: {columns}.
"""


def write() -> str:
    """The whole page: one table a service, programs' doors first, then pages for people."""
    columns = ", ".join(f"{short} = {role}" for role, short in SHORT.items() if role != short)
    return HEAD.format(columns=columns) + "".join(_of_service(name) for name in SERVICES)


def _of_service(name: str) -> str:
    head = ["door", *(SHORT[role] for role in PEOPLE)]
    lines = [f"\n## {name}\n", "| " + " | ".join(head) + " |", "|---" + "|:-:" * len(PEOPLE) + "|"]
    lines += [_row(door, allow) for door, allow in sorted(_doors(name), key=_order)]
    return "\n".join(lines) + "\n"


def _order(said: tuple) -> tuple:
    """Programs' doors, then pages; by address, then method."""
    method, address = said[0].split(" ", 1)
    return not address.startswith("/api/"), address, method


def _row(door: str, allow) -> str:
    marks = {"public": "○", "anyone": "●"}
    cells = [marks.get(allow) if isinstance(allow, str) else "●" if role in allow else "" for role in PEOPLE]
    return f"| {door} | " + " | ".join(str(cell) for cell in cells) + " |"


def _doors(name: str) -> list[tuple[str, str | tuple]]:
    """Every method of every rule with what its view allows."""
    with doors_of(name) as app:
        return [
            (f"{method} " + PART.sub(r"{\1}", rule.rule), app.view_functions[rule.endpoint].allow)
            for rule in app.url_map.iter_rules()
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        ]

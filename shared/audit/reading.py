"""The trail as those who answer for it may read it: a site's leaders its acts, the operator's all of them (RO-1)."""

import json
from typing import Any

from sqlalchemy import Select, select

from .entry import moment, stamp

READERS = ("admin", "head_office", "supervisor")
SAME = ("action", "subject", "about_kind", "about_id", "site_id")


def within(table, principal):
    """By hand, as the trail is no table of the business: acts of the operator as a whole need a role everywhere."""
    own, sites = table.c.operator_id == principal.operator_id, principal.where(*READERS).sites
    return own if sites is None else own & table.c.site_id.in_(sites)


def acts(table, principal, asked: dict) -> Select:
    """`asked` may name action, subject, about_kind, about_id, site_id, since and until."""
    found = select(table).where(within(table, principal))
    found = found.where(*[table.c[name] == asked[name] for name in SAME if asked.get(name) is not None])
    if asked.get("since"):
        found = found.where(table.c.at >= stamp(asked["since"]))
    return found.where(table.c.at < stamp(asked["until"])) if asked.get("until") else found


def order(table) -> tuple:
    """Newest first: moments are text of one length, so they sort as time does."""
    return table.c.at, table.c.site_id, table.c.sequence


def told(row) -> dict[str, Any]:
    """An entry as it is shown; facts as JSON values."""
    said = dict(row._mapping) | {"at": moment(row.at), "roles": row.roles.split(",") if row.roles else []}
    return said | {name: json.loads(said[name]) if said[name] else None for name in ("before", "after")}


def actions(session, table, principal) -> list[str]:
    return sorted(session.scalars(select(table.c.action).where(within(table, principal)).distinct()))


def heads(session, table, principal) -> list:
    """The ends of the chains this person may read."""
    return session.execute(select(table).where(within(table, principal)).order_by(table.c.site_id)).all()

"""What the top bar calls the place somebody works at: the site, a few sites, or how many there are (RO-1)."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from shared.web.current import principal, reading, store

from .words import _, language

FEW = 2


def top_bar_name(find_names: Callable) -> Callable:
    """A service's `site_name`, out of `find_names(session)`, which gives the sites' names in both languages."""

    def site_name(principal) -> str:
        with reading(principal) as session:
            names = [name[language()] for name in find_names(session)]
        comma = _(", ")
        return comma.join(names) if len(names) <= FEW else _("%(count)s sites", count=len(names))

    return site_name


def sites_by_id() -> dict[UUID, str]:
    """The names of the sites this person sees, for pages of every service: each keeps a table of sites."""
    table = store().metadata.tables.get("sites")
    if table is None:
        return {}
    named = (table.c.name,) if "name" in table.c else (table.c.name_zh, table.c.name_en)
    who, column = principal(), table.c["site_id"]
    own = select(column, *named).where(table.c.operator_id == who.operator_id).order_by(table.c.code)
    with reading() as session:
        rows = session.execute(own if who.sites is None else own.where(column.in_(who.sites))).all()
    at = 0 if language() == "zh" else 1
    return {row[0]: row[1][language()] if len(row) == 2 else row[1 + at] for row in rows}

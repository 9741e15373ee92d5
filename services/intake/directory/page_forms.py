"""What pages of every room ask for in the same way: which site, and words for a list of choices."""

from flask import g, request
from sqlalchemy import select

from shared.web.pages.filters import state

from .models import Site
from .queries import find_site


def chosen_site(session, said=None) -> Site:
    """The one asked for, else the first this person works at; the page's times are of its zone."""
    asked = (request.values if said is None else said).get("site_id")
    known = session.scalars(select(Site).order_by(Site.code)).all()
    found = next((site for site in known if str(site.id) == asked), None)
    site = found or (known[0] if known and not asked else find_site(session, None))
    g.zone = site.timezone
    return site


def said(values) -> list[tuple[str, str]]:
    """Pairs for a list of choices: the value, and its word in the reader's language."""
    return [(str(value), state(value)) for value in values]

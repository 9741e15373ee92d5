"""What pages of every room ask for in the same way: which site, and what a form says, in the shape of its door."""

from flask import g, request
from marshmallow import ValidationError
from sqlalchemy import select

from shared.errors import BadInput, Stale
from shared.web.pages import _
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


def read_form(schema: type, **more) -> dict:
    """The filled-in fields of the form, by the same shape as the program's door. Raises BadInput naming each fault."""
    shape = schema()
    shape.from_address = True  # a form says numbers and yes or no as text, like an address
    names = {held.data_key or name for name, held in shape.fields.items()}
    given = {name: value.strip() for name, value in request.form.items() if name in names and value.strip()}
    try:
        return shape.load({**given, **more})
    except ValidationError as error:
        raise BadInput(_("Something in the form is not right."), errors=error.messages) from None


def see_version(thing) -> None:
    """Whoever takes a step on a page has seen what it is taken with. Raises Stale for the slower of two."""
    if request.form.get("version") != str(thing.version):
        raise Stale(_("Somebody else changed this at the same moment. Read it again and repeat what still fits."))


def said(values) -> list[tuple[str, str]]:
    """Pairs for a list of choices: the value, and its word in the reader's language."""
    return [(str(value), state(value)) for value in values]

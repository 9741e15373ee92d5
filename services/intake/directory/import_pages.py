"""Bringing in a register of places and households: hand in, see row by row what would happen, then say so (RO-4)."""

from flask import redirect, request, url_for

from shared.errors import DomainError
from shared.web import bodies
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import see_version

from .imports import background
from .imports.handed_in import file_in
from .imports.models import DirectoryImport
from .imports.reasons import in_words
from .imports.refused_rows import head
from .imports.shapes import SHEETS
from .imports.shelf import WRITERS

pages = Pages("imports", __name__)
SHOWN = 50


@pages.get("/directory/imports", allow=WRITERS)
def import_list():
    return shown_list()


def shown_list(refused: DomainError | None = None):
    with reading() as session:
        newest = background.imports_of(principal()).order_by(DirectoryImport.id.desc()).limit(20)
        found = list(session.scalars(newest))
    sheets = {name: columns_of(name) for name in SHEETS}
    return pages.render("directory/imports.html", imports=found, sheets=sheets, refused=refused)


def columns_of(sheet: str) -> list[tuple[str, bool]]:
    """Each column in the reader's language, and whether it has to be there."""
    return [(head(field.data_key or name), field.required) for name, field in SHEETS[sheet].fields.items()]


@pages.post("/directory/imports", allow=WRITERS)
def hand_in():
    request.max_content_length = bodies.LARGE_LIMIT
    try:
        content, name = file_in(request)
        with work() as w:
            handed = background.hand_in(w, content, name)
    except DomainError as error:
        return shown_list(error), error.status
    return redirect(url_for(".show_import", import_id=handed.id), 303)


@pages.get("/directory/imports/<uuid:import_id>", allow=WRITERS)
def show_import(import_id):
    return shown_import(import_id)


@pages.get("/directory/imports/<uuid:import_id>/progress", allow=WRITERS)
def progress(import_id):
    """The part that comes anew every second while something is going on."""
    return shown_import(import_id, template="directory/import_part.html")


@pages.post("/directory/imports/<uuid:import_id>/carry-out", allow=WRITERS)
def carry_out(import_id):
    partial = request.form.get("partial") == "true"
    return step(import_id, lambda w, handed: background.ask_to_carry_out(w, handed, partial=partial))


@pages.post("/directory/imports/<uuid:import_id>/discard", allow=WRITERS)
def discard(import_id):
    return step(import_id, background.discard)


def step(import_id, take):
    try:
        with work() as w:
            handed = background.find_import(w.session, w.principal, import_id)
            see_version(request.form, handed)
            take(w, handed)
    except DomainError as error:
        return shown_import(import_id, refused=error), error.status
    return redirect(url_for(".show_import", import_id=import_id), 303)


def shown_import(import_id, refused: DomainError | None = None, template: str = "directory/import.html"):
    with reading() as session:
        handed = background.find_import(session, principal(), import_id)
        rows = handed.refused[:SHOWN]
    return pages.render(template, handed=handed, rows=rows, refused=refused, head=head, in_words=in_words)

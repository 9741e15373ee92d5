"""Programs' doors to imports of thousands of rows: hand in, look at, carry out, take the refused rows along."""

from flask import request

from shared.web.current import principal, reading, work
from shared.web.paging import keyset
from shared.web.sheets import put_on_record
from shared.web.versions import check_version

from .import_schemas import CarryOutImport, DiscardImport, ImportView, ImportWithRows
from .imports import background
from .imports.handed_in import content_of
from .imports.models import DirectoryImport
from .imports.refused_rows import workbook_of
from .imports.shelf import WRITERS
from .routes import directory


@directory.post("/directory/imports/background", allow=WRITERS, answer=ImportView, status=202, upload=True)
def hand_in_import():
    """Hand in a file of up to 50,000 rows. It is looked through at once and imported when you say so."""
    content, name = content_of(request)
    with work() as w:
        return background.hand_in(w, content, name)


@directory.get("/directory/imports", allow=WRITERS, answer=ImportView, page=True)
def list_imports(asked):
    """What you handed in, newest first; all of it with a role at every site."""
    with reading() as session:
        return keyset(session, background.imports_of(principal()), (DirectoryImport.id,), asked)


@directory.get("/directory/imports/<uuid:import_id>", allow=WRITERS, answer=ImportWithRows)
def show_import(import_id):
    """How far it is, and each row that is not right."""
    with reading() as session:
        handed = background.find_import(session, principal(), import_id)
        handed.refused  # noqa: B018  fetched while there is a session
        return handed


@directory.post(
    "/directory/imports/<uuid:import_id>/carry-out", allow=WRITERS, body=CarryOutImport, answer=ImportView, status=202
)
def carry_out_import(asked, import_id):
    """Bring in all rows, or the good ones."""
    with work() as w:
        handed = background.find_import(w.session, w.principal, import_id)
        check_version(handed)
        return background.ask_to_carry_out(w, handed, partial=asked["partial"])


@directory.post("/directory/imports/<uuid:import_id>/discard", allow=WRITERS, body=DiscardImport, answer=ImportView)
def discard_import(asked, import_id):
    with work() as w:
        handed = background.find_import(w.session, w.principal, import_id)
        check_version(handed)
        return background.discard(w, handed)


@directory.get("/directory/imports/<uuid:import_id>/refused", allow=WRITERS)
def take_refused_rows(import_id):
    """An .xlsx of the rows that are not right, with the reason beside each; put right, it can be handed in as it is.

    They hold what people are called and their numbers: that they were taken along is on record (RF-6).
    """
    with reading() as session:
        refused = background.find_import(session, principal(), import_id).refused
    put_on_record("refused rows", {"import": str(import_id), "rows": len(refused)})
    return workbook_of(refused)

"""Programs' doors to the cabinet: the register of keys and cards, and their loans (RF-4)."""

from services.intake.tickets.lifecycle import LEADERS
from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import Page, keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .looking import shown_item, shown_loan
from .models import KEEPERS, KeyLoan

keys = Room("keys", __name__, description="Keys, cards and intercoms: register and loans (RF-4)")

READERS = (*KEEPERS, "area_manager", "head_office", "admin")


def take_step(item_id, step, **facts):
    """One step with one thing, by whoever read it last."""
    with work() as w:
        item = queries.item_by_id(w.session, item_id, locked=True)
        check_version(item)
        return shown_item(step(w, item, **facts), principal())


@keys.get("/keys", allow=READERS, query=schemas.KeyQuery, answer=schemas.KeyLine, page=True)
def list_items(asked):
    with reading() as session:
        return keyset(session, queries.items(asked), queries.PAGE, asked, descending=False)


@keys.post("/keys", allow=KEEPERS, body=schemas.RegisterItem, answer=schemas.KeyView, status=201)
def register_item(asked):
    with work() as w:
        return shown_item(usecases.register_item(w, **asked), principal())


@keys.get("/keys/<uuid:key_id>", allow=READERS, answer=schemas.KeyView)
def show_item(key_id):
    with reading() as session:
        return shown_item(queries.item_by_id(session, key_id), principal())


@keys.post("/keys/<uuid:key_id>/amend", allow=KEEPERS, body=schemas.AmendItem, answer=schemas.KeyView)
def amend_item(asked, key_id):
    return take_step(key_id, usecases.amend_item, **asked)


@keys.post("/keys/<uuid:key_id>/lend", allow=KEEPERS, body=schemas.LendItem, answer=schemas.KeyView)
def lend_item(asked, key_id):
    """Of two at once one has it; the other is told that it is lent (409 or 412)."""
    return take_step(key_id, usecases.lend_item, **asked)


@keys.post("/keys/<uuid:key_id>/return", allow=KEEPERS, body=schemas.ReturnItem, answer=schemas.KeyView)
def return_item(asked, key_id):
    return take_step(key_id, usecases.return_item, **asked)


@keys.post("/keys/<uuid:key_id>/extend", allow=KEEPERS, body=schemas.ExtendLoan, answer=schemas.KeyView)
def extend_loan(asked, key_id):
    return take_step(key_id, usecases.extend_loan, **asked)


@keys.post("/keys/<uuid:key_id>/give-out", allow=KEEPERS, body=schemas.GiveOut, answer=schemas.KeyView)
def give_out(asked, key_id):
    return take_step(key_id, usecases.give_out, **asked)


@keys.post("/keys/<uuid:key_id>/take-back", allow=KEEPERS, body=schemas.KeyReason, answer=schemas.KeyView)
def take_back(asked, key_id):
    return take_step(key_id, usecases.take_back, **asked)


@keys.post("/keys/<uuid:key_id>/report-lost", allow=KEEPERS, body=schemas.KeyReason, answer=schemas.KeyView)
def report_lost(asked, key_id):
    return take_step(key_id, usecases.report_lost, **asked)


@keys.post("/keys/<uuid:key_id>/found", allow=KEEPERS, body=schemas.KeyReason, answer=schemas.KeyView)
def find_again(asked, key_id):
    return take_step(key_id, usecases.find_again, **asked)


@keys.post("/keys/<uuid:key_id>/destroy", allow=LEADERS, body=schemas.KeyReason, answer=schemas.KeyView)
def destroy_item(asked, key_id):
    return take_step(key_id, usecases.destroy_item, **asked)


@keys.get("/key-loans", allow=READERS, query=schemas.KeyLoanQuery, answer=schemas.KeyLoanView, page=True)
def list_loans(asked):
    """Newest first; `out=true` is what is not back."""
    with reading() as session:
        page = keyset(session, queries.loans(asked), (KeyLoan.lent_at, KeyLoan.id), asked)
        return Page([shown_loan(loan, principal()) for loan in page.items], page.next)

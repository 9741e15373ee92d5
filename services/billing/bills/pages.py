"""Doors for people: the bills of a site, and one bill as a sheet that explains itself (RB-1)."""

from flask import g, request

from services.billing.payments.queries import payments
from services.billing.places.queries import find_site
from shared.web.current import reading
from shared.web.pages import Entry, Pages
from shared.web.paging import keyset

from . import queries
from .models import Bill, BillState
from .schemas import BillPageQuery

pages = Pages("bills", __name__)
SHOWN_TO = ("cashier", "desk", "supervisor", "manager", "head_office", "admin")
navigation = Entry("/bills", "Bills", SHOWN_TO, order=50, key="b", main=True, icon="money")


@pages.get("/bills", allow=SHOWN_TO)
def bill_list():
    given = {name: value for name, value in request.args.items() if value and name != "lang"}
    asked = BillPageQuery().load(given)
    with reading() as session:
        page = keyset(session, queries.bills(asked), (Bill.issued_at, Bill.id), asked)
        return pages.render("bills/list.html", page=page, asked=asked, states=list(BillState))


@pages.get("/bills/<uuid:bill_id>", allow=SHOWN_TO)
def show_bill(bill_id):
    with reading() as session:
        bill = queries.find_bill(session, bill_id)
        site = find_site(session, bill.site_id)
        g.zone = site.timezone if site else None
        paying = session.scalars(payments({"bill_id": bill_id})).all()
    return pages.render("bills/show.html", bill=bill, site=site, payments=paying)

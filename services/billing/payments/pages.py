"""Doors for people: a receipt on A4 (RB-6)."""

from uuid import UUID

import segno
from flask import g, request
from markupsafe import Markup

from shared.web.current import reading
from shared.web.pages import Pages

from . import receipts

pages = Pages("payments", __name__)
SHOWN_TO = ("cashier", "manager", "supervisor")


@pages.get("/receipts/<string:number>", allow=SHOWN_TO)
def show_receipt(number):
    """The payer stands in full on the paper: it is handed to the payer, by those who took the money (RF-6)."""
    with reading() as session:
        receipt = receipts.find_receipt(session, number, request.args.get("site_id", type=UUID))
    g.zone = receipt["site"].timezone if receipt["site"] else None
    code = Markup(segno.make(request.base_url, error="m").svg_inline(scale=2, border=0))  # noqa: S704  drawn by us
    return pages.render("receipts/show.html", receipt=receipt, payment=receipt["payment"], code=code)

"""Shapes at the doors of tariffs."""

from shared.web import fields
from shared.web.schemas import In, Out, Query

from .models import Cycle, Formula, PriceKind

ROWS = 5000


class Rate(fields.Quantity):
    """A rate of a fee standard: up to six places, a string on the wire."""

    places_max, example = 6, "2.80"


class Dated(In):
    code = fields.Text(required=True, max=64)
    name_zh = fields.Text(required=True)
    name_en = fields.Text(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(load_default=None, allow_none=True, metadata={"description": "The last day; none: for good"})


class PriceRow(Dated):
    """One price of the price list."""

    kind = fields.Choice(PriceKind, required=True)
    unit = fields.Text(required=True, max=20)
    price = fields.Money(required=True)


class FeeRow(Dated):
    """One standard of a fee item; the item's own facts are repeated on each of its rows, as in a spreadsheet."""

    formula = fields.Choice(Formula, required=True)
    cycle = fields.Choice(Cycle, required=True)
    unit = fields.Text(max=20, load_default=None, allow_none=True)
    rate = Rate(required=True)


class Rows(In):
    """Rows are read one by one, so that each is answered by itself."""

    items = fields.List(fields.Loose(), required=True, validate=fields.Length(1, ROWS))


class ImportQuery(Query):
    dry_run = fields.Flag(load_default=False, metadata={"description": "Say what would happen, change nothing."})
    partial = fields.Flag(load_default=False, metadata={"description": "Import the good rows, refuse the others."})


class RowReport(Out):
    row = fields.Whole(attribute="number")
    code = fields.String()
    status = fields.String(metadata={"description": "created, updated, unchanged, refused"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ImportReport(Out):
    imported = fields.Whole()
    unchanged = fields.Whole()
    refused = fields.Whole()
    dry_run = fields.Flag()
    version = fields.Whole(allow_none=True)
    rows = fields.List(fields.Nested(RowReport))


class OnDay(Query):
    on = fields.Date(load_default=None, metadata={"description": "As of this day; today when left out."})
    code = fields.Text(max=64)


class PriceView(Out):
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    kind = fields.Choice(PriceKind)
    unit = fields.String()
    price = fields.Money()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class PriceListView(Out):
    version = fields.Whole()
    on = fields.Date()
    items = fields.List(fields.Nested(PriceView))


class StandardView(Out):
    rate = Rate()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class FeeItemView(Out):
    id = fields.Id()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    formula = fields.Choice(Formula)
    cycle = fields.Choice(Cycle)
    unit = fields.String(allow_none=True)
    standard = fields.Nested(StandardView, allow_none=True, metadata={"description": "The one in force on that day."})
    standards = fields.List(fields.Nested(StandardView))


class FeeListView(Out):
    on = fields.Date()
    items = fields.List(fields.Nested(FeeItemView))

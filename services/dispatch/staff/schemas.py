"""Shapes at the doors of staff."""

from shared.web import fields
from shared.web.schemas import In, Out, Query

MAX_ROWS = 2000


class CertificateRow(In):
    kind = fields.Text(max=32, required=True)
    number = fields.Text(max=64, required=True)
    valid_until = fields.Date(required=True)


class Clock(fields.Time):
    """A time on the wall such as 08:30; the end of the day may be written 24:00."""

    default_error_messages = {"invalid": 'A time such as "08:30" is expected.'}

    def _deserialize(self, value, attr, data, **kwargs):
        return super()._deserialize("00:00" if value == "24:00" else value, attr, data, **kwargs)


class ShiftRow(In):
    weekdays = fields.List(fields.Whole(min=1, max=7), required=True, validate=fields.Length(min=1, max=7))
    start = Clock(required=True, data_key="from", format="%H:%M")
    end = Clock(required=True, data_key="to", format="%H:%M")


class StaffRow(In):
    """One person of an import; checked row by row so that the report can name each row."""

    code = fields.Text(max=64, required=True)
    login = fields.Text(max=100, required=True)
    name = fields.Text(max=100, required=True)
    trades = fields.List(fields.Text(max=32), required=True, validate=fields.Length(min=1, max=20))
    certificates = fields.List(fields.Nested(CertificateRow), load_default=list, validate=fields.Length(max=50))
    sites = fields.List(fields.Text(max=32), required=True, validate=fields.Length(min=1, max=200))
    shifts = fields.List(fields.Nested(ShiftRow), load_default=list, validate=fields.Length(max=50))


class ImportStaff(In):
    staff = fields.List(fields.Loose(max=20), required=True, validate=fields.Length(min=1, max=MAX_ROWS))


class ImportQuery(Query):
    dry_run = fields.Flag(load_default=False)
    partial = fields.Flag(load_default=False, metadata={"description": "Import the good rows beside refused ones."})


class RowReport(Out):
    row = fields.Whole()
    code = fields.String(allow_none=True)
    status = fields.String(metadata={"description": "created, updated, unchanged, refused"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ImportReport(Out):
    imported = fields.Dict(keys=fields.String(), values=fields.Whole())
    unchanged = fields.Whole()
    refused = fields.Whole()
    rows = fields.List(fields.Nested(RowReport))


class StaffQuery(Query):
    site_id = fields.Id()
    trade = fields.Text(max=32)
    on_duty = fields.Flag()


class SetDuty(In):
    on = fields.Flag(required=True)


class CertificateView(Out):
    kind = fields.String()
    number = fields.String()
    valid_until = fields.Date()


class ShiftView(Out):
    weekdays = fields.List(fields.Whole())
    start = fields.Time(data_key="from", format="%H:%M")
    end = fields.Time(data_key="to", format="%H:%M")


class StaffView(Out):
    id = fields.Id()
    version = fields.Whole()
    code = fields.String()
    login = fields.String()
    name = fields.String()
    trades = fields.List(fields.String())
    certificates = fields.List(fields.Nested(CertificateView))
    shifts = fields.List(fields.Nested(ShiftView))
    site_ids = fields.List(fields.Id())
    on_duty = fields.Flag()
    duty_since = fields.Instant(allow_none=True)
    load = fields.Whole(dump_default=0, metadata={"description": "live orders in hand"})

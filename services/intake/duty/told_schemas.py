"""Shapes of what is told of a day: report, digest, board."""

from shared.web import fields
from shared.web.schemas import Out, Query

from .schemas import DutySite


class IssueReport(DutySite):
    remark = fields.Text(max=2000)


class DayReportQuery(Query):
    site_id = fields.Id()
    day = fields.Date()


class DayReportDraft(Out):
    since = fields.Instant()
    until = fields.Instant()
    figures = fields.Dict()


class DayReportView(DayReportDraft):
    id = fields.Id()
    site_id = fields.Id()
    day = fields.Date()
    remark = fields.String(allow_none=True)
    issued_by_name = fields.String()


class DutyDigestQuery(DayReportQuery):
    slot = fields.Text(max=8)


class DutyDigestView(Out):
    id = fields.Id()
    site_id = fields.Id()
    day = fields.Date()
    slot = fields.String()
    at = fields.Instant()
    departments = fields.List(fields.Dict())


class WallBoardView(Out):
    at = fields.Instant()
    today = fields.Dict()
    day_before = fields.Date()
    before = fields.Dict()

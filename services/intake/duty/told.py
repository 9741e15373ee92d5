"""Programs' doors to what is told of the day: the report, the digests, the wall board (RD-9, RD-10)."""

from services.intake.directory.queries import find_site
from shared.web.current import reading, work
from shared.web.paging import keyset

from . import queries, schemas, told_schemas, usecases
from .figures import board_of
from .gate import KEEPERS
from .models import DayReport, DutyDigest
from .routes import READERS, WATCHERS, duty, now


@duty.get(
    "/day-reports", allow=READERS, query=told_schemas.DayReportQuery, answer=told_schemas.DayReportView, page=True
)
def list_reports(asked):
    with reading() as session:
        return keyset(session, queries.reports(asked), (DayReport.until, DayReport.id), asked)


@duty.get("/day-reports/draft", allow=READERS, query=schemas.DutySiteQuery, answer=told_schemas.DayReportDraft)
def draft_report(asked):
    """As it would be sent now: counted, to be looked through."""
    with reading() as session:
        return queries.draft_of(session, find_site(session, asked["site_id"]), now())


@duty.get("/day-reports/<uuid:report_id>", allow=READERS, answer=told_schemas.DayReportView)
def show_report(report_id):
    with reading() as session:
        return queries.report_by_id(session, report_id)


@duty.post("/day-reports", allow=KEEPERS, body=told_schemas.IssueReport, answer=told_schemas.DayReportView, status=201)
def issue_report(asked):
    """Reviewed and sent to the supervisor; once a day."""
    with work() as w:
        return usecases.issue_report(w, **asked)


@duty.get(
    "/duty/digests", allow=WATCHERS, query=told_schemas.DutyDigestQuery, answer=told_schemas.DutyDigestView, page=True
)
def list_digests(asked):
    with reading() as session:
        return keyset(session, queries.digests(asked), (DutyDigest.at, DutyDigest.id), asked)


@duty.get("/duty/board", allow=WATCHERS, query=schemas.DutySiteQuery, answer=told_schemas.WallBoardView)
def show_board(asked):
    with reading() as session:
        return board_of(session, find_site(session, asked["site_id"]), now())

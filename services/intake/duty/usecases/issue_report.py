"""The day's duty report: counted by the house, looked through by a person, and sent to the supervisor (RD-9)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import find_site
from services.intake.duty.gate import KEEPERS
from services.intake.duty.models import DayReport, EntryKind
from services.intake.duty.queries import draft_of
from shared.contracts.intake_duty import DayReportIssued
from shared.errors import Conflict
from shared.ids import new_id

from .write_entry import enter

TOLD = ("taken", "closed", "open", "overdue", "urgent", "complaints", "visitors")


def issue_report(work, site_id: UUID, remark: str | None = None) -> DayReport:
    """As it stands at this moment; once a day."""
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    day = site.date_at(work.now)
    if work.session.scalar(select(DayReport.id).where(DayReport.site_id == site_id, DayReport.day == day)):
        raise Conflict("Today's report has been sent; what came since is in tomorrow's.", day=day.isoformat())
    draft = draft_of(work.session, site, work.now)
    report = DayReport(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        day=day,
        since=draft["since"],
        until=draft["until"],
        figures=draft["figures"],
        remark=remark,
        issued_by=work.principal.subject,
        issued_by_name=work.principal.name,
    )
    work.session.add(report)
    work.session.flush()
    work.audit("day_report.issued", about=report, after={"day": day, **report.figures})
    enter(work, site, EntryKind.REPORT, f"{day} 值班日报已报送 · the day report was sent")
    told = {name: report.figures[name] for name in TOLD}
    facts = {"report_id": report.id, "day": day, "remark": remark, "issued_by": report.issued_by_name, "at": work.now}
    work.announce(DayReportIssued, about=report.id, site_id=site_id, **facts, **told)
    return report

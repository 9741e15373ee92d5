"""Programs' doors to written notices, looks at works and records, and corrective actions (RM-3, RM-5, RM-7)."""

from datetime import UTC, datetime

from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import LEADERS
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from . import finding_schemas as schemas
from . import queries, usecases
from .findings import LOOKERS
from .looking import record_checks
from .routes import take
from .schemas import BecauseOf
from .states import DOERS, READERS

findings = Room("findings", __name__, description="Written notices and what follows from them (RM-3, RM-5, RM-7)")
ONE, ACTION = "/findings/<uuid:finding_id>", "/corrective-actions/<uuid:action_id>"


@findings.get("/findings", allow=READERS, query=schemas.FindingQuery, answer=schemas.FindingView, page=True)
def list_findings(asked):
    with reading() as session:
        return keyset(session, queries.findings(asked), queries.FINDINGS_PAGE, asked, descending=True)


@findings.get(ONE, allow=READERS, answer=schemas.FindingView)
def show_finding(finding_id):
    with reading() as session:
        return queries.finding_by_id(session, finding_id)


@findings.post(
    "/procedures/<uuid:procedure_id>/findings",
    allow=DOERS,
    body=schemas.WriteFinding,
    answer=schemas.FindingView,
    status=201,
)
def write_finding(asked, procedure_id):
    with work() as w:
        return usecases.write_finding(w, queries.procedure_by_id(w.session, procedure_id, locked=True), **asked)


@findings.post(
    "/procedures/<uuid:procedure_id>/checks",
    allow=LOOKERS,
    body=schemas.RecordCheck,
    answer=schemas.LookedView,
    status=201,
)
def record_check(asked, procedure_id):
    with work() as w:
        return usecases.record_check(w, queries.procedure_by_id(w.session, procedure_id, locked=True), **asked)


@findings.get("/procedures/<uuid:procedure_id>/checks", allow=READERS, answer=schemas.LookedView, many=True)
def list_record_checks(procedure_id):
    with reading() as session:
        return queries.checks_of(session, queries.procedure_by_id(session, procedure_id).id)


@findings.get("/record-checks", allow=READERS, query=schemas.LookQuery, answer=schemas.RecordChecksView)
def count_record_checks(asked):
    """How many looks at move-in records this month still wants."""
    with reading() as session:
        return record_checks(session, find_site(session, asked["site_id"]), datetime.now(UTC))


@findings.post(f"{ONE}/rectify", allow=DOERS, body=schemas.RectifyFinding, answer=schemas.FindingView)
def rectify_finding(asked, finding_id):
    return take(usecases.rectify_finding, queries.finding_by_id, finding_id, **asked)


@findings.post(f"{ONE}/accept", allow=LOOKERS, body=schemas.AcceptFinding, answer=schemas.FindingView)
def accept_finding(asked, finding_id):
    return take(usecases.accept_finding, queries.finding_by_id, finding_id, **asked)


@findings.post(f"{ONE}/reject", allow=LOOKERS, body=schemas.RejectFinding, answer=schemas.FindingView)
def reject_finding(asked, finding_id):
    return take(usecases.reject_finding, queries.finding_by_id, finding_id, **asked)


@findings.post(f"{ONE}/refuse", allow=LOOKERS, body=BecauseOf, answer=schemas.FindingView)
def refuse_finding(asked, finding_id):
    """Whoever should put it right will not: it goes to the leaders."""
    return take(usecases.refuse_finding, queries.finding_by_id, finding_id, **asked)


@findings.post(f"{ONE}/extend", allow=LEADERS, body=schemas.ExtendFinding, answer=schemas.FindingView)
def extend_finding(asked, finding_id):
    return take(usecases.extend_finding, queries.finding_by_id, finding_id, **asked)


@findings.post(f"{ONE}/withdraw", allow=LEADERS, body=BecauseOf, answer=schemas.FindingView)
def withdraw_finding(asked, finding_id):
    return take(usecases.withdraw_finding, queries.finding_by_id, finding_id, **asked)


@findings.get(
    "/corrective-actions", allow=READERS, query=schemas.ActionQuery, answer=schemas.CorrectiveActionView, page=True
)
def list_corrective_actions(asked):
    with reading() as session:
        return keyset(session, queries.actions(asked), queries.ACTIONS_PAGE, asked, descending=True)


@findings.get(ACTION, allow=READERS, answer=schemas.CorrectiveActionView)
def show_corrective_action(action_id):
    with reading() as session:
        return queries.action_by_id(session, action_id)


@findings.post(f"{ACTION}/plan", allow=LEADERS, body=schemas.PlanCorrectiveAction, answer=schemas.CorrectiveActionView)
def plan_action(asked, action_id):
    return take(usecases.plan_action, queries.action_by_id, action_id, **asked)


@findings.post(
    f"{ACTION}/carry-out", allow=LEADERS, body=schemas.NoteCorrectiveAction, answer=schemas.CorrectiveActionView
)
def carry_out_action(asked, action_id):
    return take(usecases.carry_out_action, queries.action_by_id, action_id, **asked)


@findings.post(
    f"{ACTION}/confirm", allow=LEADERS, body=schemas.NoteCorrectiveAction, answer=schemas.CorrectiveActionView
)
def confirm_action(asked, action_id):
    return take(usecases.confirm_action, queries.action_by_id, action_id, **asked)


@findings.post(f"{ACTION}/reject", allow=LEADERS, body=BecauseOf, answer=schemas.CorrectiveActionView)
def reject_action(asked, action_id):
    return take(usecases.reject_action, queries.action_by_id, action_id, **asked)

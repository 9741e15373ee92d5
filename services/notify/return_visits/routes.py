"""Return visits at the door for programs."""

from datetime import UTC, datetime

from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, usecases
from .models import CALLERS, ReturnVisit
from .schemas import AttemptVisit, VisitQuery, VisitSheet, VisitView, WaiveVisit

READERS = (*CALLERS, "area_manager", "technician", "head_office", "admin")

return_visits = Room("return_visits", __name__, description="Whether the work is good: asked of every resident")


@return_visits.get("/return-visits", allow=READERS, query=VisitQuery, answer=VisitView, page=True)
def list_return_visits(asked):
    """The due list: what has to be asked first comes first."""
    with reading() as session:
        wanted = queries.list_visits(session, asked, datetime.now(UTC))
        return keyset(session, wanted, (ReturnVisit.due_at, ReturnVisit.id), asked, descending=False)


@return_visits.get("/return-visits/<uuid:visit_id>", allow=READERS, answer=VisitSheet)
def show_return_visit(visit_id):
    """The call sheet: whom to phone, the questions, what was tried."""
    with reading() as session:
        return queries.sheet(session, usecases.find_visit(session, visit_id))


@return_visits.post("/return-visits/<uuid:visit_id>/attempts", allow=CALLERS, body=AttemptVisit, answer=VisitView)
def attempt_visit(asked, visit_id):
    """Record one attempt and what came of it."""
    asked.pop("version", None)
    with work() as w:
        visit = usecases.find_visit(w.session, visit_id)
        check_version(visit)
        return usecases.attempt_visit(w, visit, **asked)


@return_visits.post(
    "/return-visits/<uuid:visit_id>/waive", allow=("supervisor", "manager"), body=WaiveVisit, answer=VisitView
)
def waive_visit(asked, visit_id):
    """No visit will be made, for a reason that is written down."""
    with work() as w:
        visit = usecases.find_visit(w.session, visit_id)
        check_version(visit)
        return usecases.waive_visit(w, visit, asked["reason"])

"""Programs' doors to bulk move-in (RM-2)."""

from services.intake.procedures.states import READERS
from services.intake.tickets.lifecycle import LEADERS
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from . import queries, schemas, usecases

move_ins = Room("move_ins", __name__, description="A building moves in at once: progress per building (RM-2)")


@move_ins.get("/move-in-batches", allow=READERS, query=schemas.BatchQuery, answer=schemas.BatchView, page=True)
def list_batches(asked):
    with reading() as session:
        return keyset(session, queries.batches(asked), queries.PAGE, asked, descending=True)


@move_ins.post(
    "/move-in-batches",
    allow=LEADERS,
    body=schemas.OpenBatch,
    answer=schemas.BatchView,
    status=201,
    idempotent=True,
)
def open_batch(asked):
    """One move-in for every unit of the building that has none yet."""
    with work() as w:
        return usecases.open_batch(w, **asked)


@move_ins.get("/move-in-batches/<uuid:batch_id>", allow=READERS, answer=schemas.BatchView)
def show_batch(batch_id):
    with reading() as session:
        return queries.batch_by_id(session, batch_id)


@move_ins.get("/move-in-batches/<uuid:batch_id>/progress", allow=READERS, answer=schemas.ProgressView)
def show_progress(batch_id):
    with reading() as session:
        return queries.progress_of(session, queries.batch_by_id(session, batch_id))

"""A number is named for one procedure only, and what was undone is not counted (RM-4)."""

from sqlalchemy import delete, select

from services.intake.procedures.models import Procedure
from services.intake.procedures.references import ClaimedReference, TakenBack
from services.intake.procedures.states import ProcedureState
from shared.errors import Conflict
from shared.ids import new_id
from shared.storage.statements import insert_into


def claim_reference(work, procedure: Procedure, reference: str) -> None:
    """Of two procedures that name one number at once, one gets it. Raises Conflict naming the other."""
    row = {"id": new_id(), "operator_id": procedure.operator_id, "site_id": procedure.site_id}
    row |= {"reference": reference, "procedure_id": procedure.id}
    statement = insert_into(work.session, ClaimedReference).values([row])
    work.session.execute(statement.on_conflict_do_nothing(index_elements=["site_id", "reference"]))
    chosen = select(Procedure).join(ClaimedReference, ClaimedReference.procedure_id == Procedure.id)
    chosen = chosen.where(ClaimedReference.site_id == procedure.site_id, ClaimedReference.reference == reference)
    holder = work.session.scalar(chosen)
    if holder is not None and holder.id != procedure.id:
        said = f"{reference} stands for {holder.number} already."
        raise Conflict(said, state=str(procedure.state), number=holder.number, allowed=[])


def release_references(work, procedure: Procedure) -> None:
    """What was abandoned needs no number any more."""
    if procedure.state is ProcedureState.ABANDONED:
        work.session.execute(delete(ClaimedReference).where(ClaimedReference.procedure_id == procedure.id))


def note_taken_back(work, site_id, references: list[str], at) -> None:
    """Once, however often it is told."""
    scope = {"operator_id": work.principal.operator_id, "site_id": site_id, "at": at}
    rows = [{"id": new_id(), "reference": one, **scope} for one in dict.fromkeys(references)]
    work.session.execute(insert_into(work.session, TakenBack).values(rows).on_conflict_do_nothing())


def was_taken_back(session, site_id, reference: str, at) -> bool:
    """Since that moment: money that came in anew after it counts again."""
    chosen = select(TakenBack.id).where(TakenBack.site_id == site_id, TakenBack.reference == reference)
    return session.scalar(chosen.where(TakenBack.at >= at).limit(1)) is not None

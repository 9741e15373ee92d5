"""An operator carries out a kind of procedure in a way of its own, from a day on (RM-1)."""

from datetime import date

from sqlalchemy import select

from services.intake.directory.editions import day_of_operator
from services.intake.directory.models import Operator
from services.intake.procedures.definition_schema import ProcedureDefinition
from services.intake.procedures.definitions import KINDS, editions_of
from services.intake.procedures.models import ProcedureEdition
from shared.errors import BadInput, NotFound
from shared.ids import new_id

KEEPERS = ("head_office", "admin")


def publish_edition(work, kind: str, valid_from: date, **content) -> ProcedureEdition:
    """What runs goes on by the edition it was opened with."""
    work.principal.require(None, *KEEPERS)
    if kind not in KINDS:
        raise NotFound("There is no such kind of procedure.")
    whose = select(Operator.id).where(Operator.id == work.principal.operator_id)
    work.session.execute(whose.with_for_update())  # editions are counted: one after the other
    today = day_of_operator(work.session, work.now)
    before = editions_of(work.session, kind)
    earliest = max([today, *(one.valid_from for one in before)])
    if valid_from < earliest:
        raise BadInput("An edition begins today or later.", errors={"valid_from": [f"{earliest} or later."]})
    edition = ProcedureEdition(
        id=new_id(),
        operator_id=work.principal.operator_id,
        kind=kind,
        edition=len(before) + 1,
        valid_from=valid_from,
        content=ProcedureDefinition().dump(content),
        at=work.now,
        by_name=work.principal.name,
    )
    work.session.add(edition)
    work.session.flush()
    facts = {"kind": kind, "edition": edition.edition, "valid_from": valid_from.isoformat()}
    work.audit("procedure_edition.published", about=edition, after=facts)
    return edition

"""A list is counted line by line; what should be there and is not is explained (RM-1, RM-8)."""

from services.intake.procedures.models import Procedure, ProcedureLine
from services.intake.procedures.states import DOERS
from shared.errors import BadInput
from shared.ids import new_id

from .going_on import note_act
from .stopped import refuse_ended


def count_line(
    work, procedure: Procedure, line: ProcedureLine, counted: int, explanation: str | None = None, expected=None
) -> ProcedureLine:
    """`expected` corrects how many there should be, as for what the shipped list cannot know."""
    work.principal.require(procedure.site_id, *DOERS)
    refuse_ended(procedure)
    if expected is not None and expected != line.expected:
        note_act(work, procedure, "expected_changed", line=line.name["zh"], before=line.expected, after=expected)
        line.expected = expected
    line.counted, line.explanation = counted, explanation
    line.counted_at, line.counted_by_name = work.now, work.principal.name
    facts = {"list": line.list_code, "line": line.name["zh"], "expected": str(line.expected), "counted": str(counted)}
    note_act(work, procedure, "counted", reason=explanation, **facts)
    work.session.flush()
    return line


def add_line(work, procedure: Procedure, list_code: str, name: dict, expected: int) -> ProcedureLine:
    work.principal.require(procedure.site_id, *DOERS)
    refuse_ended(procedure)
    known = {one["code"] for step in procedure.steps for one in step.rule["lists"]}
    if list_code not in known:
        said = f"One of: {', '.join(sorted(known)) or 'none'}."
        raise BadInput("This procedure has no such list.", errors={"list_code": [said]})
    position = max((line.position for line in procedure.lines), default=-1) + 1
    scope = {"operator_id": procedure.operator_id, "site_id": procedure.site_id}
    line = ProcedureLine(id=new_id(), position=position, list_code=list_code, name=name, expected=expected, **scope)
    procedure.lines.append(line)
    note_act(work, procedure, "line_added", list=list_code, line=name["zh"], expected=str(expected))
    work.session.flush()
    return line

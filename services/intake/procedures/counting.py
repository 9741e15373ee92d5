"""A list counted on a page: what was typed of each line, and whether somebody else counted it meanwhile (RM-1)."""

from shared.errors import BadInput
from shared.web.pages import _
from shared.web.pages.forms import changed_meanwhile

from .models import ProcedureLine
from .step_forms import words

COLUMNS = ("counted", "expected", "explanation")


def standing(line: ProcedureLine) -> dict[str, str]:
    counted = "" if line.counted is None else str(line.counted)
    return {"counted": counted, "expected": str(line.expected), "explanation": line.explanation or ""}


def typed(form, line: ProcedureLine) -> dict[str, str] | None:
    """None when the fields of the line are as the page showed them: whoever counts the keys says nothing of meters."""
    if f"counted-{line.id}" not in form:
        return None
    said = {name: form.get(f"{name}-{line.id}", "").strip() for name in COLUMNS}
    return None if list(said.values()) == form.getlist(f"was-{line.id}") else said


def count_typed(form, line: ProcedureLine) -> dict | None:
    """The facts for `count_line`. Raises BadInput, and Stale when the line is not any more what the page showed."""
    said = typed(form, line)
    if said is None or said == standing(line):
        return None
    if not said["counted"].isdecimal() or not (said["expected"] or "0").isdecimal():
        whole = _("A count is a whole number.")
        raise BadInput(whole, errors={words(line.name): [whole]})
    if form.getlist(f"was-{line.id}") != list(standing(line).values()):
        raise changed_meanwhile()
    numbers = {name: int(said[name][:6]) for name in ("counted", "expected") if said[name]}
    return {**numbers, "explanation": said["explanation"][:500] or None}


def shown(form, line: ProcedureLine) -> dict[str, str]:
    """What stands in the fields: after a refusal what was typed, else what is known."""
    return typed(form, line) or standing(line)

"""Whether what is shown for a step is enough: facts, papers, a signature, counted lists, sums that come out (RM-1)."""

import re
from datetime import date
from decimal import Decimal

from shared.errors import BadInput, Conflict

from .models import Procedure
from .needs import NEEDS
from .steps import ProcedureStep

LONGEST = 500
WHOLE, EXACT, MONEY = r"\d{1,9}", r"\d{1,9}(\.\d{1,3})?", r"\d{1,12}(\.\d{1,2})?"


def proof_of(step: ProcedureStep, given: dict) -> dict:
    """As it is kept with the step. Raises BadInput naming everything that is missing and what would be right."""
    rule, faults = step.rule, {}
    asked = rule["fields"]
    said = given.get("fields") or {}
    fields = {}
    for field in asked:
        value, fault = _read(field, said.get(field["code"]))
        fields |= {field["code"]: value} if value is not None else {}
        faults |= {f"fields.{field['code']}": [fault]} if fault else {}
    known = {field["code"] for field in asked}
    faults |= {f"fields.{name}": ["This step does not ask for it."] for name in sorted(said.keys() - known)}
    papers = {paper["code"]: paper["reference"] for paper in given.get("papers") or ()}
    for paper in rule["papers"]:
        if paper["required"] and paper["code"] not in papers:
            faults[f"papers.{paper['code']}"] = ["The number of this paper, or where it lies, is expected."]
    unknown = papers.keys() - {paper["code"] for paper in rule["papers"]}
    faults |= {f"papers.{name}": ["This step asks for no such paper."] for name in sorted(unknown)}
    for name, wanted in (("note", "A note is expected."), ("signature", "The name of who signed is expected.")):
        if rule[name] and not given.get(name):
            faults[name] = [wanted]
    faults = faults or _sums(rule["sums"], fields)
    if faults:
        raise BadInput("The proof of this step is not complete.", errors=faults)
    proof = {"fields": fields, "papers": papers, "note": given.get("note"), "signature": given.get("signature")}
    return {name: value for name, value in proof.items() if value}


def _read(field: dict, value) -> tuple[object | None, str | None]:
    """The fact as it is kept, and what would have been right."""
    if value is None or value == "":
        return None, "This is required for this step." if field["required"] else None
    kind = field["kind"]
    if kind in ("flag", "confirm"):
        right = isinstance(value, bool) and (value or kind == "flag")
        return (value, None) if right else (None, "Only true will do." if kind == "confirm" else "true or false.")
    if kind == "choice":
        codes = [choice["code"] for choice in field["choices"]]
        return (value, None) if value in codes else (None, f"One of: {', '.join(codes)}.")
    if kind == "whole":
        right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
        return (value, None) if right else (None, "A whole number is expected.")
    return _read_text(kind, value.strip() if isinstance(value, str) else "")


def _read_text(kind: str, said: str) -> tuple[str | None, str | None]:
    if kind == "money":
        return (f"{Decimal(said):.2f}", None) if re.fullmatch(MONEY, said) else (None, 'An amount such as "12.50".')
    if kind == "quantity":
        return (said, None) if re.fullmatch(EXACT, said) else (None, 'A number such as "88.5".')
    if kind == "date":
        try:
            return date.fromisoformat(said).isoformat(), None
        except ValueError:
            return None, "A day such as 2026-11-22 is expected."
    right = 0 < len(said) <= LONGEST and said.replace("\n", "").isprintable()
    return (said, None) if right else (None, f"Up to {LONGEST} characters of text are expected.")


def _sums(sums: list[dict], fields: dict) -> dict:
    """Exact: nothing is rounded, nothing is off by a fen."""
    faults = {}
    for wanted in sums:
        amount = {name: Decimal(fields.get(name, "0")) for name in (wanted["total"], *wanted["plus"], *wanted["less"])}
        right = sum(amount[name] for name in wanted["plus"]) - sum(amount[name] for name in wanted["less"])
        if right < 0:
            faults |= {f"fields.{name}": ["Not more than there is can be taken off."] for name in wanted["less"]}
        elif amount[wanted["total"]] != right:
            faults[f"fields.{wanted['total']}"] = [f"{right:.2f} is what comes out."]
    return faults


def refuse_early(step: ProcedureStep) -> None:
    """A step before its turn: 409 naming what comes first."""
    waiting = [one.code for one in step.procedure.waits_for(step)]
    if waiting:
        raise Conflict(f"First: {', '.join(waiting)}.", state=str(step.state), waits_for=waiting, allowed=[])


def refuse_unready(session, procedure: Procedure, step: ProcedureStep, now, fields: dict | None = None) -> None:
    """Before its turn, or before what it stands on is there: 409 with what is missing."""
    refuse_early(step)
    missing = missing_for(session, procedure, step, now, fields)
    if missing:
        said = "; ".join(one.partition(" / ")[2] for one in missing)
        raise Conflict(f"{said}.", state=str(step.state), missing=missing, allowed=[])


def missing_for(session, procedure: Procedure, step: ProcedureStep, now, said: dict | None = None) -> list[str]:
    """What the step stands on besides its own facts, as "中文 / English": counted lists, what other records know."""
    missing = [fault for wanted in step.rule["lists"] if (fault := _list_fault(procedure, wanted))]
    found = (NEEDS[name](session, procedure, step, now, said or {}) for name in step.rule["needs"])
    return [*missing, *(one for one in found if one)]


def _list_fault(procedure: Procedure, wanted: dict) -> str | None:
    lines = [line for line in procedure.lines if line.list_code == wanted["code"]]
    if not lines:
        return "清单上还没有任何一项 / Nothing is on the list yet"
    unready = [line for line in lines if not line.explained or (wanted["strict"] and line.missing)]
    if not unready:
        return None
    zh, en = (", ".join(line.name[language] for line in unready[:10]) for language in ("zh", "en"))
    return f"清单未清点齐：{zh} / The list is not complete: {en}"

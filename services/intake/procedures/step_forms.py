"""The form of a step: made from its rule, and read back as the program's door would take it (RM-1)."""

from shared.web.pages import _
from shared.web.pages.words import either, language

from .steps import ProcedureStep

LONGEST = {"reference": 64, "reason": 500, "note": 1000, "signature": 100}


def words(name: dict) -> str:
    return name["zh" if language() == "zh" else "en"]


def proof_said(step: ProcedureStep, form) -> dict:
    """What was typed; what was left empty is not there, and the step says whether it has to be."""
    fields = {
        field["code"]: _value(field["kind"], form.get(f"field-{field['code']}", "")) for field in step.rule["fields"]
    }
    papers = {paper["code"]: form.get(f"paper-{paper['code']}", "").strip()[:200] for paper in step.rule["papers"]}
    return {
        "fields": {name: value for name, value in fields.items() if value is not None},
        "papers": [{"code": name, "reference": said} for name, said in papers.items() if said],
        "note": text(form, "note"),
        "signature": text(form, "signature"),
    }


def _value(kind: str, said: str):
    said = said.strip()[:500]
    if kind in ("flag", "confirm"):
        return {"yes": True, "no": False}.get(said)
    if kind == "whole" and said.isascii() and said.isdecimal():
        return int(said[:12])
    return said or None


def text(form, name: str) -> str | None:
    return form.get(name, "").strip()[: LONGEST[name]] or None


def labels_of(step: ProcedureStep) -> dict[str, str]:
    """What the faults of a refused proof are called on its form."""
    named = {f"fields.{field['code']}": words(field["name"]) for field in step.rule["fields"]}
    named |= {f"papers.{paper['code']}": words(paper["name"]) for paper in step.rule["papers"]}
    return named | {"note": _("Note"), "signature": _("Signed by"), "reason": _("Reason")}


def shown_proof(step: ProcedureStep) -> list[tuple[str, str]]:
    """What was shown for a step that is done, in words."""
    proof = step.proof or {}
    found = []
    for field in step.rule["fields"]:
        value = (proof.get("fields") or {}).get(field["code"])
        if value is not None:
            found.append((words(field["name"]), _shown(field, value)))
    for paper in step.rule["papers"]:
        found += [
            (words(paper["name"]), said) for code, said in (proof.get("papers") or {}).items() if code == paper["code"]
        ]
    told = proof.get("told")
    if told:
        found.append((_("Told by another service"), " · ".join(filter(None, (told["reference"], told.get("amount"))))))
    found += [(_("Note"), proof["note"])] if proof.get("note") else []
    return found + ([(_("Signed by"), proof["signature"])] if proof.get("signature") else [])


def _shown(field: dict, value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    chosen = next((one for one in field.get("choices") or () if one["code"] == value), None)
    return words(chosen["name"]) if chosen else str(value)


def missing_words(missing) -> list[str]:
    return [either(one) for one in missing or ()]

"""What the page of one procedure shows, whichever door asked for it (RM-1)."""

from datetime import UTC, datetime

from flask import g, render_template, request

from services.intake.directory.queries import find_site
from services.intake.renovations.queries import passes_of, tests_of
from services.intake.tickets.lifecycle import DESK
from shared.errors import DomainError
from shared.masking import mask_identity
from shared.web.current import principal, reading

from . import queries, step_forms
from .asking import NOTICE, PROCEDURE_STEPS, steps_of
from .counting import shown, standing
from .findings import LOOKERS
from .models import Procedure
from .proof import missing_for
from .schemas import phone_of
from .states import DOERS


def shown_procedure(procedure_id, refused: DomainError | None = None, form: str | None = None) -> str:
    """`form` names the one that was refused: it stands open, with what was typed."""
    now, who, given = datetime.now(UTC), principal(), request.form if refused else {}
    with reading() as session:
        held = queries.procedure_by_id(session, procedure_id)
        site = find_site(session, held.site_id)
        g.zone = site.timezone
        does = held.is_running and who.may(site.id, *DOERS)
        words = {"held": held, "site": site, "now": now, "does": does, "looks": who.may(site.id, *LOOKERS)}
        words |= {"open_steps": _open_steps(session, held, now, who), "lists": _lists(held, given)}
        words |= {"findings": queries.findings_of(session, held.id), "checks": queries.checks_of(session, held.id)}
        words |= {"acts": queries.acts_of(session, held.id), "steps": steps_of(held, PROCEDURE_STEPS, who)}
        words |= _of_works(session, held, who) | {"phone": phone_of(held), "notice_asks": NOTICE}
        step = held.step(form) if form else None
        labels = step_forms.labels_of(step) if step else {}
        missing = step_forms.missing_words(refused.extra.get("missing")) if refused else []
        first = [held.step(code) for code in refused.extra.get("waits_for", ())] if refused else []
        words |= {"labels": labels, "missing": missing, "first": first, "refused": refused, "form": form}
        words |= {"given": given, "words_of": step_forms.words}
        return render_template("procedures/one.html", **words, shown_proof=step_forms.shown_proof, standing=standing)


def _open_steps(session, held: Procedure, now, who) -> list[dict]:
    """What can be done now: whose turn it is, what this person may do with it, what still stands in its way."""
    found = []
    for step in held.steps:
        if held.ready(step):
            missing = step_forms.missing_words(missing_for(session, held, step, now))
            found.append({"step": step, "actions": step.allowed(who), "missing": missing})
    return found


def _lists(held: Procedure, given) -> list[dict]:
    """The lists whose lines are counted, each with the name its step has; after a refusal with what was typed."""
    codes = dict.fromkeys(one["code"] for step in held.steps for one in step.rule["lists"])
    return [
        {
            "code": code,
            "step": next(step for step in held.steps if code in [one["code"] for one in step.rule["lists"]]),
            "lines": [(line, shown(given, line)) for line in held.lines if line.list_code == code],
        }
        for code in codes
    ]


def _of_works(session, held: Procedure, who) -> dict:
    """Passes and water tests of a renovation; numbers of documents only for those who check them (RF-6)."""
    if held.kind != "renovation":
        return {"works": False, "passes": [], "tests": []}
    openly = who.may(held.site_id, *DESK)
    passes = [
        {"held": one, "document": one.document if openly else mask_identity(one.document), "steps": one.allowed(who)}
        for one in passes_of(session, held.id)
    ]
    tests = [{"held": one, "steps": one.allowed(who)} for one in tests_of(session, held.id)]
    return {"works": True, "passes": passes, "tests": tests}

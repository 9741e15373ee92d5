"""What can be written into a file from its page: the forms, each by the shape of its program's door."""

from flask import request

from shared.errors import BadInput
from shared.web.pages import _
from shared.web.pages.forms import read_form, see_version

from . import agreeing, file_schemas, month_schemas, register_schemas, registering, schemas, usecases
from .models import Household
from .register_queries import agreement_by_id, line_by_id


def add_person(w, household: Household, form) -> None:
    phones = [one.strip() for one in form.get("phones_said", "").replace("，", ",").split(",") if one.strip()]
    facts = read_form(schemas.AddPerson, request.form, **({"phones": phones} if phones else {}))
    usecases.add_person(w, household.id, **facts)


def write_note(w, household: Household, _form) -> None:
    agreeing.write_note(w, household, **read_form(file_schemas.WriteFileNote, request.form))


def add_vehicle(w, household: Household, _form) -> None:
    agreeing.record_vehicle(w, household, **read_form(file_schemas.RecordVehicle, request.form))


def add_agreement(w, household: Household, _form) -> None:
    agreeing.record_agreement(w, household, **read_form(file_schemas.RecordAgreement, request.form))


def add_title(w, household: Household, form) -> None:
    """Several holders stand with commas between them, a share behind a slash: 李敏 / 1/2, 陈静 / 1/2."""
    holders = holders_said(form)
    more = {"unit_id": str(household.unit_id), "holders": holders}
    registering.record_line(w, "title", **read_form(register_schemas.RecordTitle, request.form, **more))


def add_lease(w, household: Household, _form) -> None:
    more = {"unit_id": str(household.unit_id)}
    registering.record_line(w, "lease", **read_form(register_schemas.RecordLease, request.form, **more))


def review(w, household: Household, _form) -> None:
    usecases.review_household(w, household)


ADDS = {
    "people": add_person,
    "notes": write_note,
    "vehicles": add_vehicle,
    "agreements": add_agreement,
    "title": add_title,
    "lease": add_lease,
    "review": review,
}


def holders_said(form) -> list[dict]:
    parts = [one.strip() for one in form.get("holders_said", "").replace("，", ",").split(",") if one.strip()]
    split = [part.partition("/") for part in parts]
    return [
        {"name": name.strip(), **({"share": share.strip()} if share.strip() else {})} for name, _sep, share in split
    ]


def step_line(w, register: str, line_id, step: str, form):
    """Correct, strike or check one line; answers the file it is in."""
    if step not in ("correct", "strike", "check"):
        raise BadInput(_("There is no such step."))
    line = line_by_id(w.session, register, line_id)
    if step == "correct":
        shape = register_schemas.CorrectTitle if register == "title" else register_schemas.CorrectLease
        holders = holders_said(form)
        registering.correct_line(
            w, register, line, **read_form(shape, request.form, **({"holders": holders} if holders else {}))
        )
    elif step == "strike":
        registering.strike_line(w, register, line, **read_form(register_schemas.StrikeLine, request.form))
    else:
        right = form.get("right") == "yes"
        registering.check_line(w, register, line, **read_form(month_schemas.CheckLine, request.form, right=right))
    return line


AGREED = {
    "renew": (agreeing.renew_agreement, file_schemas.RenewAgreement),
    "end": (agreeing.end_agreement, file_schemas.EndAgreement),
}


def step_agreement(w, agreement_id, step: str):
    if step not in AGREED:
        raise BadInput(_("There is no such step."))
    agreement = agreement_by_id(w.session, agreement_id, locked=True)
    see_version(request.form, agreement)
    usecase, shape = AGREED[step]
    usecase(w, agreement, **read_form(shape, request.form))
    return agreement

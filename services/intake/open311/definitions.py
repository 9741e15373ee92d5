"""What a sender is asked for with a service: our own questions, then those of the site."""

from datetime import datetime

from services.intake.tickets.states import Level, Priority

from .refusals import bad
from .site_rules import LISTS

ASKED = (
    ("occurred_at", "datetime", "When it was noticed 发现时间", "ISO 8601 with a zone", ()),
    ("priority", "singlevaluelist", "How urgent it is 紧急程度", "", tuple(Priority)),
    ("language", "singlevaluelist", "The language to answer in 语言", "", ("zh", "en")),
)
OF_COMPLAINTS = (
    ("complained_about", "string", "The person complained about 被投诉人", "", ()),
    ("level", "singlevaluelist", "How grave it is 投诉级别", "", tuple(Level)),
)
OWN = {name for name, *_rest in (*ASKED, *OF_COMPLAINTS)}
LONGEST = {"string": 200, "number": 40, "text": 1000, "singlevaluelist": 100, "multivaluelist": 100, "datetime": 40}


def questions_of(category, rules) -> list[dict]:
    """In the order they are asked; each has its own `order`, from 1."""
    ours = (*ASKED, *OF_COMPLAINTS) if category.kind == "complaint" else ASKED
    asked = [
        {
            "variable": True,
            "code": code,
            "datatype": datatype,
            "required": False,
            "datatype_description": note,
            "description": words,
            "values": [{"key": str(value), "name": str(value)} for value in values],
        }
        for code, datatype, words, note, values in ours
    ]
    asked += [{"variable": True, **one} for one in rules.attributes.get(category.code, ()) if one["code"] not in OWN]
    return [{**one, "order": order} for order, one in enumerate(asked, start=1)]


def read_answers(questions: list[dict], given: dict[str, list[str]]) -> dict:
    """What was answered, by code: words, an instant, or for a list of several a list. Raises Refusal."""
    known = {one["code"]: one for one in questions}
    strange = sorted(given.keys() - known.keys())
    if strange:
        raise bad(f"This service has no attribute {', '.join(strange)}; it has {', '.join(known)}.")
    for one in questions:
        if one["required"] and not given.get(one["code"]):
            raise bad(f"attribute[{one['code']}] was not provided: {one['description']}")
    return {code: read_answer(known[code], values) for code, values in given.items()}


def read_answer(question: dict, values: list[str]):
    code, datatype = question["code"], question["datatype"]
    if len(values) > 1 and datatype != "multivaluelist":
        raise bad(f"attribute[{code}] takes one value.")
    if len(values) > 50 or any(len(value) > LONGEST[datatype] for value in values):
        raise bad(f"attribute[{code}] is too long: at most {LONGEST[datatype]} characters.")
    keys = [choice["key"] for choice in question["values"]]
    if datatype in LISTS and (strange := [value for value in values if value not in keys]):
        raise bad(f"attribute[{code}]: '{strange[0]}' is not one of {', '.join(keys)}.")
    if datatype == "multivaluelist":
        return values
    if datatype == "datetime":
        return read_instant(values[0], f"attribute[{code}]")
    if datatype == "number":
        check_number(values[0], f"attribute[{code}]")
    return values[0]


def check_number(said: str, name: str, most: float = 1e15) -> None:
    try:
        if abs(float(said)) <= most:
            return
    except ValueError:
        pass
    raise bad(f"{name}: a number{f' of at most {most:g}' if most < 1e15 else ''} is expected.")


def read_instant(said: str, name: str) -> datetime:
    """ISO 8601 with a zone; a plus sign that an address turned into a space is a plus sign."""
    try:
        at = datetime.fromisoformat(said.strip().replace(" ", "+") if "T" in said else said)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise bad(f"{name}: an instant with its zone such as 2026-03-04T08:30:00Z is expected.")
    return at

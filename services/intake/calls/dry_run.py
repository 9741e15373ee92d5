"""What a profile would make of a sample, without writing anything: the way to a good profile."""

from collections import Counter

from shared.errors import BadInput

from .checking import check_profile
from .hints import leads_nowhere, what_is_right
from .lines import read_lines
from .profiles import read_profile
from .pushed_ticket import pushed_ticket
from .surroundings import Surroundings, read_registers
from .translating import translate

SHOWN = (
    "kind", "category", "priority", "channel", "unit_code", "public_place", "caller_name", "caller_phone",
    "caller_email", "description", "occurred_at",
)  # fmt: skip


def try_profile(work, platform, raw_profile, records: list) -> dict:
    """Raises BadInput when there is no profile, or naming its every fault. Nothing is added to `work`."""
    if not raw_profile:
        raise BadInput("There is no profile yet.", errors={"profile": ["Send one, or set one first."]})
    faults = check_profile(raw_profile)
    if faults:
        raise BadInput("The profile is not right.", errors={f"profile.{name}": said for name, said in faults.items()})
    profile = read_profile(raw_profile)
    around = Surroundings(work.session, profile.site.name or "site", read_registers(work.session))
    lines = read_lines(profile, records)
    answers = [try_line(work, platform, profile, around, line, at) for at, line in enumerate(lines, start=1)]
    words = Counter((u["field"], u["value"], u["why"]) for answer in answers for u in answer.get("unclassified", ()))
    return {
        "readable": sum(answer["status"] == 200 for answer in answers),
        "refused": sum(answer["status"] == 422 for answer in answers),
        "unclassified": sum(answer.get("facts", {}).get("kind") == "unclassified" for answer in answers),
        "unknown": [
            {"field": field, "value": value, "why": why, "times": times}
            for (field, value, why), times in words.most_common(100)
        ],
        "lines": answers,
        "warnings": leads_nowhere(profile, around),
    }


def try_line(work, platform, profile, around, line, at: int) -> dict:
    try:
        if line.refusal:
            raise line.refusal
        facts = translate(profile, line.said)
        around.look_up([facts])
        ticket = pushed_ticket(work, platform, line.external_id, facts, around)
    except BadInput as error:
        return {"line": at, "external_id": line.external_id, "status": 422, "problem": problem_of(error)}
    shown = {name: shown_as(getattr(ticket, name)) for name in SHOWN}
    shown["site"] = facts.site_code
    return {
        "line": at,
        "external_id": line.external_id,
        "status": 200,
        "facts": shown,
        "unclassified": [{**one, "right": what_is_right(profile, around, one)} for one in ticket.unclassified],
    }


def shown_as(value):
    return value.isoformat() if hasattr(value, "isoformat") else value if value is None else str(value)


def problem_of(error) -> dict:
    """A refusal of one line, in the words a single push would get."""
    said = {"type": f"/problems/{error.code}", "title": error.title, "status": error.status, "code": error.code}
    return said | {"detail": error.detail, **({"errors": error.errors} if error.errors else {})}

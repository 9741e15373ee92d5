"""What a site may decide about its duty, among the rules of its settings; the operating rules are only the defaults."""

import copy
from dataclasses import dataclass

from marshmallow import ValidationError

from services.intake.directory.site_settings import Hours, clock_time, own_rules
from shared.web import fields
from shared.web.schemas import In

NAMES = {"day": {"zh": "日班（前台）", "en": "Day desk"}, "night": {"zh": "夜班（值班）", "en": "Night duty"}}
ENTRUSTED = [
    {"code": "keys", "name": {"zh": "钥匙", "en": "Keys"}, "count": 0},
    {"code": "cards", "name": {"zh": "门禁卡", "en": "Access cards"}, "count": 0},
    {"code": "radios", "name": {"zh": "对讲机", "en": "Radios"}, "count": 0},
    {"code": "forms", "name": {"zh": "表格单据", "en": "Forms"}, "count": 0},
]
DEPARTMENTS = {
    "customer_service": {"zh": "客服", "en": "Customer service"},
    "security": {"zh": "秩序维护", "en": "Security"},
    "cleaner": {"zh": "保洁", "en": "Cleaning"},
    "gardener": {"zh": "绿化", "en": "Gardens"},
    "engineering": {"zh": "工程", "en": "Engineering"},
}
DEFAULTS = {
    "shifts": [],
    "draw_minutes": 15,
    "entrusted": ENTRUSTED,
    "unfinished_states": ["open", "dispatched", "in_progress", "waiting"],
    "large": ["emergency", "major"],
    "digest_at": ["11:00", "14:30"],
    "board_at": "17:00",
    "departments": {},
}
STATES = ["open", "dispatched", "in_progress", "waiting", "resolved"]


class Name(In):
    zh = fields.Text(required=True, max=100)
    en = fields.Text(required=True, max=100)


class Start(In):
    """A shift begins at this time on these weekdays, and lasts until the next one begins: no minute has none (RD-8)."""

    code = fields.Text(required=True, max=32)
    name = fields.Nested(Name)
    weekdays = fields.List(fields.Whole(min=1, max=7), required=True, validate=fields.Length(min=1, max=7))
    at = fields.String(required=True, validate=clock_time)


class Counted(In):
    """How many of what is entrusted there should be, until a register counts them itself."""

    code = fields.Text(required=True, max=32)
    name = fields.Nested(Name, required=True)
    count = fields.Whole(required=True, min=0, max=100_000)


def each_once(rows: list[dict]) -> None:
    """Both sides count each thing once: a code that stands there twice would let no handover be drawn."""
    if len({row["code"] for row in rows}) < len(rows):
        raise ValidationError("Each code once.")


class DutyRules(In):
    shifts = fields.List(fields.Nested(Start), validate=fields.Length(max=100))
    draw_minutes = fields.Whole(min=0, max=240)
    entrusted = fields.List(fields.Nested(Counted), validate=[fields.Length(max=50), each_once])
    unfinished_states = fields.List(fields.String(validate=fields.OneOf(STATES)), validate=fields.Length(min=1))
    large = fields.List(fields.String(validate=fields.OneOf(["emergency", "major", "overdue"])))
    digest_at = fields.List(fields.String(validate=clock_time), validate=fields.Length(max=8))
    board_at = fields.String(validate=clock_time)
    departments = fields.Dict(keys=fields.String(), values=fields.Text(max=64))


@dataclass(frozen=True)
class Rules:
    """As they hold; `fault` says what of the site's own could not be read and was left aside."""

    held: dict
    fault: dict | None = None

    def __getitem__(self, name: str):
        return self.held[name]


def rules_of(site) -> Rules:
    """The site's own over the defaults. Of what cannot be read the default holds, and it is shown."""
    own, faults = own_rules(site, "duty", DutyRules())
    held = copy.deepcopy(DEFAULTS) | own
    held["shifts"] = held["shifts"] or _from_reception(site.settings.get("reception_hours") or [])
    return Rules(held, faults or None)


def _from_reception(hours: list[dict]) -> list[dict]:
    """The desk is on duty while reception is open, night duty takes the rest (RD-1)."""
    hours = [Hours().load(row) for row in hours]
    starts = []
    for row in hours:
        starts.append({"code": "day", "weekdays": row["weekdays"], "at": row["from_"]})
        starts.append({"code": "night", "weekdays": row["weekdays"], "at": row["to"]})
    return starts or [{"code": "day", "weekdays": [1, 2, 3, 4, 5, 6, 7], "at": "00:00"}]


def name_of_shift(start: dict) -> dict[str, str]:
    return start.get("name") or NAMES.get(start["code"]) or {"zh": start["code"], "en": start["code"]}


def department_of(rules: Rules, trade: str | None) -> str:
    """Whose matter a trade is: the site's own list first, then the usual one; repairs are engineering's."""
    if trade in rules["departments"]:
        return rules["departments"][trade]
    if trade is None:
        return "customer_service"
    return trade if trade in DEPARTMENTS else "engineering"

"""What a site may decide for itself: hours, holidays, deadlines. The rules' numbers are only its defaults (RD-1)."""

import copy
import re

from marshmallow import ValidationError, validates_schema
from marshmallow.fields import Float

from shared.web import fields
from shared.web.schemas import In

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
DEFAULTS = {
    "reception_hours": [
        {"weekdays": [1, 2, 3, 4, 5], "from": "08:30", "to": "18:00"},
        {"weekdays": [6, 7], "from": "09:00", "to": "17:00"},
    ],
    "desk_hours": [{"weekdays": EVERY_DAY, "from": "09:30", "to": "17:50"}],
    "emergency_hours": [{"weekdays": EVERY_DAY, "from": "00:00", "to": "24:00"}],
    "holidays": [],
    "make_up_workdays": [],
    "quiet_hours": {"from": "21:30", "to": "08:00"},
    "return_visit_days": {"safety": 2, "leak": 3, "other": 7},
    "return_visit_attempts": 3,
    "return_visit_hour": "09:00",
    "rules": {},
}
YEAR = 366 * 24
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def clock_time(text: str) -> None:
    if not CLOCK.fullmatch(text):
        raise ValidationError('A time such as "08:30" is expected, the end of the day is "24:00".')


class Span(In):
    """From one wall-clock time to another; an end before its beginning is on the next day."""

    from_ = fields.String(required=True, data_key="from", validate=clock_time)
    to = fields.String(required=True, validate=clock_time)

    @validates_schema
    def not_empty(self, data, **kwargs):
        if data.get("from_") == data.get("to"):
            raise ValidationError("Beginning and end are the same.", "to")


class Hours(Span):
    weekdays = fields.List(fields.Whole(min=1, max=7), required=True, validate=fields.Length(min=1, max=7))


class VisitDays(In):
    """Days until a return visit is due, by class (RV-1)."""

    safety = fields.Whole(min=0, max=90, load_default=2)
    leak = fields.Whole(min=0, max=90, load_default=3)
    other = fields.Whole(min=0, max=90, load_default=7)


def hours(**options) -> Float:
    return Float(validate=fields.Range(min=0, min_inclusive=False, max=YEAR), **options)


class DueHours(In):
    """Hours to the first answer and to the end, by priority; complaints have their own (RW-6)."""

    complaint = emergency = urgent = normal = fields.List(hours(), validate=fields.Length(equal=2))


class SiteSettings(In):
    """What is left out keeps its default; `rules` holds those of other rooms and services by their name."""

    reception_hours = fields.List(fields.Nested(Hours))
    desk_hours = fields.List(fields.Nested(Hours))
    emergency_hours = fields.List(fields.Nested(Hours))
    holidays = fields.List(fields.Date(), metadata={"description": "Closed although the weekday is open"})
    make_up_workdays = fields.List(fields.Date(), metadata={"description": "调休: open like a Monday"})
    quiet_hours = fields.Nested(Span)
    return_visit_days = fields.Nested(VisitDays)
    return_visit_attempts = fields.Whole(min=1, max=20, metadata={"description": "Tries before unreachable (RV-2)"})
    return_visit_hour = fields.String(validate=clock_time, metadata={"description": "When a day's visits begin"})
    due_hours = fields.Nested(DueHours)
    decline_report_hours = hours(metadata={"description": "Until the manager hears of what nobody took on (RD-6)"})
    duplicate_score = Float(
        validate=fields.Range(min=0, max=2), metadata={"description": "From which likeness on, 0 to 1; above: never"}
    )
    rules = fields.Loose()


def own_rules(site, name: str, schema) -> tuple[dict, dict]:
    """What a site says under `rules.<name>`, and what of it cannot be read, by setting.

    A setting that does not fit is left out, so that its default holds: a wrong word there stops nobody's work.
    """
    try:
        return schema.load((site.settings or {}).get("rules", {}).get(name) or {}), {}
    except ValidationError as error:
        faults = error.messages if isinstance(error.messages, dict) else {name: error.messages}
        return {said: value for said, value in (error.valid_data or {}).items() if said not in faults}, faults


def complete(given: dict, before: dict | None = None) -> dict:
    """All settings as stored: `given` over those of before, over the defaults.

    Raises ValidationError naming each setting that does not exist or does not fit.
    """
    faults = SiteSettings().validate(given)
    if faults:
        raise ValidationError(faults)
    return copy.deepcopy(DEFAULTS) | (before or {}) | copy.deepcopy(given)

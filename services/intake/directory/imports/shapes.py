"""The shape of a row on each sheet. Nothing has a default here: an empty cell leaves what is there as it is."""

import re
from zoneinfo import available_timezones

from marshmallow import ValidationError, validates_schema

from services.intake.directory.words import FOLLOW_UPS, KINDS, LANGUAGES, PERSON_ROLES, PRIORITIES, USES
from shared.web import fields
from shared.web.schemas import In

from .cells import Area, Cell, Code, Day, Floor, Json, Several, Word, YesNo


def known_zone(text: str) -> None:
    if text not in available_timezones():
        raise ValidationError("A time zone such as Asia/Shanghai is expected.")


def known_currency(text: str) -> None:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise ValidationError("A currency code of three capital letters is expected, such as CNY.")


class Period(In):
    """Rows that say from when until when."""

    starts, ends = "from_day", "to_day"

    @validates_schema
    def in_order(self, data, **kwargs):
        first, last = data.get(self.starts), data.get(self.ends)
        if first and last and last < first:
            raise ValidationError("The end is before the beginning.", self.fields[self.ends].data_key or self.ends)


class SiteRow(In):
    code = Code(required=True)
    name_zh = Cell(required=True)
    name_en = Cell(required=True)
    timezone = Cell(max=64, validate=known_zone)
    currency = Cell(max=3, validate=known_currency)
    settings = Json()


class DepartmentRow(In):
    site = Code(required=True)
    code = Code(required=True)
    name_zh = Cell(required=True)
    name_en = Cell(required=True)


class BuildingRow(In):
    site = Code(required=True)
    code = Code(required=True)
    name_zh = Cell()
    name_en = Cell()
    aliases = Several()


class UnitRow(In):
    site = Code(required=True)
    building = Code(required=True)
    code = Code(required=True, max=64)
    label = Cell()
    floor = Floor()
    use = Word(USES)
    built_area = Area()
    usable_area = Area()
    aliases = Several()
    active = YesNo()

    @validates_schema
    def usable_within_built(self, data, **kwargs):
        built, usable = data.get("built_area"), data.get("usable_area")
        if built is not None and usable is not None and usable > built:
            raise ValidationError(f"At most the built area of {built} is expected.", "usable_area")


class PersonRow(Period):
    site = Code(required=True)
    unit = Code(required=True, max=64)
    name = Cell(required=True, max=100)
    role = Word(PERSON_ROLES)
    from_day = Day(data_key="from")
    to_day = Day(data_key="to")
    phones = Several(max=5)
    email = Cell(max=254, validate=fields.validate.Email(error="An e-mail address such as li@example.org is expected."))
    language = Word(LANGUAGES)
    channels = Several(max=8)
    opted_out = YesNo()


class CategoryRow(Period):
    starts, ends = "valid_from", "valid_to"

    code = Code(required=True, max=64)
    name_zh = Cell(required=True)
    name_en = Cell(required=True)
    place = Cell(required=True, max=32)
    object = Cell(required=True, max=64)
    problem = Cell(required=True, max=64)
    kind = Word(KINDS, required=True)
    trade = Code(required=True, pattern=r"[a-z][a-z0-9_]*")
    follow_up = Word(FOLLOW_UPS)
    priority = Word(PRIORITIES)
    valid_from = Day()
    valid_to = Day()


SHEETS = {
    "sites": SiteRow(),
    "departments": DepartmentRow(),
    "buildings": BuildingRow(),
    "units": UnitRow(),
    "households": PersonRow(),
    "categories": CategoryRow(),
}

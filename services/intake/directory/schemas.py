"""Shapes at the doors of the register of places."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, PageQuery

from .imports.shapes import known_zone
from .words import FOLLOW_UPS, KINDS, PRIORITIES, USES


class PlaceName(Out):
    zh = fields.String()
    en = fields.String()


class Thing(Out):
    id = fields.Id()
    code = fields.String()


class SiteView(Thing):
    version = fields.Whole()
    name = fields.Nested(PlaceName)
    timezone = fields.String()
    currency = fields.String()
    settings = fields.Dict()


class DepartmentView(Thing):
    site_id = fields.Id()
    name = fields.Nested(PlaceName)


class BuildingView(Thing):
    version = fields.Whole()
    site_id = fields.Id()
    name = fields.Nested(PlaceName)
    aliases = fields.List(fields.String())


class UnitView(Thing):
    version = fields.Whole()
    site_id = fields.Id()
    building_id = fields.Id()
    label = fields.String()
    floor = fields.Whole(allow_none=True)
    use = fields.String()
    built_area = fields.Quantity(allow_none=True)
    usable_area = fields.Quantity(allow_none=True)
    aliases = fields.List(fields.String())
    active = fields.Flag()


class CategoryView(Thing):
    version = fields.Whole()
    edition = fields.Whole(metadata={"description": "Counts the changes of this code, from 1"})
    name = fields.Nested(PlaceName)
    place = fields.String()
    object = fields.String()
    problem = fields.String()
    kind = fields.String()
    trade = fields.String()
    follow_up = fields.String()
    priority = fields.String()
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)


class SiteQuery(PageQuery):
    code = fields.Text(max=32)


class BuildingQuery(PageQuery):
    site_id = fields.Id()
    code = fields.Text(max=32)


class UnitQuery(PageQuery):
    site_id = fields.Id()
    building_id = fields.Id()
    code = fields.Text(max=64)
    text = fields.Text(max=100, metadata={"description": "Part of any way the unit is written: 3栋2单元"})
    use = fields.String(validate=fields.OneOf(list(USES)))
    floor = fields.Whole(min=-20, max=300)
    active = fields.Flag()


class CategoryQuery(PageQuery):
    code = fields.Text(max=64)
    place = fields.Text(max=32)
    object = fields.Text(max=64)
    problem = fields.Text(max=64)
    kind = fields.String(validate=fields.OneOf(list(KINDS)))
    trade = fields.Text(max=32)
    valid_on = fields.Date(metadata={"description": "Only those in force on this day"})


class ChangeSite(Action):
    name_zh = fields.Text(max=200)
    name_en = fields.Text(max=200)
    timezone = fields.Text(max=64, validate=known_zone)
    settings = fields.Loose(metadata={"description": "Only what changes; reception_hours, holidays, quiet_hours …"})


class ChangeUnit(Action):
    label = fields.Text(max=200)
    floor = fields.Whole(min=-20, max=300, allow_none=True)
    use = fields.String(validate=fields.OneOf(list(USES)))
    built_area = fields.Area(allow_none=True)
    usable_area = fields.Area(allow_none=True)
    aliases = fields.List(fields.Text(max=100), validate=fields.Length(max=20))
    active = fields.Flag()


class ChangeCategory(In):
    """What is left out stays as the last edition says; a new code needs everything but the days and the defaults."""

    name_zh = fields.Text(max=200)
    name_en = fields.Text(max=200)
    place = fields.Text(max=32, lines=False)
    object = fields.Text(max=64, lines=False)
    problem = fields.Text(max=64, lines=False)
    kind = fields.String(validate=fields.OneOf(list(KINDS)))
    trade = fields.String(validate=fields.validate.Regexp(r"[a-z][a-z0-9_]{0,31}\Z"))
    follow_up = fields.String(validate=fields.OneOf(list(FOLLOW_UPS)))
    priority = fields.String(validate=fields.OneOf(list(PRIORITIES)))
    valid_from = fields.Date(metadata={"description": "From which day on; today unless said"})
    valid_to = fields.Date(metadata={"description": "The last day on which it may be chosen"})

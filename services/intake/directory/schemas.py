"""Shapes at the doors of the register of places."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, PageQuery, Query

from .imports.models import ImportState
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


class ImportQuery(Query):
    dry_run = fields.Flag(load_default=False)
    partial = fields.Flag(load_default=False, metadata={"description": "Take the good rows although others are not"})


class ImportLine(Out):
    sheet = fields.String()
    row = fields.Whole(metadata={"description": "The spreadsheet's row, or the place in the JSON list from 1"})
    status = fields.String(metadata={"description": "created, updated, unchanged or refused"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ImportReport(Out):
    dry_run = fields.Flag()
    imported = fields.Dict(keys=fields.String(), values=fields.Whole())
    unchanged = fields.Whole()
    refused = fields.Whole()
    rows = fields.List(fields.Nested(ImportLine))


class RefusedRow(Out):
    sheet = fields.String()
    row = fields.Whole()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ImportView(Out):
    """An import in the background; `state` is received, checked, importing, imported, unreadable or discarded."""

    id = fields.Id()
    version = fields.Whole()
    file_name = fields.String()
    state = fields.Choice(ImportState)
    total = fields.Whole(metadata={"description": "Rows in the file"})
    looked_at = fields.Whole()
    done = fields.Whole()
    progress = fields.Whole(metadata={"description": "Per cent of looking through, then of importing"})
    counts = fields.Dict(metadata={"description": "By sheet: created, updated, unchanged, refused"})
    refused_count = fields.Whole()
    problem = fields.String(allow_none=True)
    partial = fields.Flag()
    handed_in_by_name = fields.String()
    created_at = fields.Instant()
    ended_at = fields.Instant(allow_none=True)


class ImportWithRows(ImportView):
    refused = fields.List(fields.Nested(RefusedRow))


class CarryOutImport(Action):
    partial = fields.Flag(load_default=False, metadata={"description": "Take the good rows although others are not"})


class DiscardImport(Action):
    """Nothing but the version that was read."""


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

"""Shapes at the doors of imports."""

from shared.web import fields
from shared.web.schemas import Action, Out, Query

from .imports.models import ImportState


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

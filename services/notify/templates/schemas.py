"""Texts as they come in and go out."""

from marshmallow import validate

from services.notify.channels import CHANNELS
from shared.web import fields
from shared.web.schemas import In, Out, PageQuery

from .kinds import KINDS
from .models import EVERY_CHANNEL

LANGUAGE = validate.Regexp(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", error="A language such as zh, en or zh-Hant is expected."
)


class TemplateRow(In):
    kind = fields.Text(max=64, required=True)
    channel = fields.Text(max=20, load_default=EVERY_CHANNEL)
    language = fields.Text(max=10, required=True)
    subject = fields.Text(max=200, blank=True, load_default="", lines=False)
    body = fields.Text(max=2000, required=True)
    site = fields.Text(max=36, load_default=None, allow_none=True, metadata={"description": "A site's code or id"})


class ImportTemplates(In):
    templates = fields.List(fields.Dict(), required=True, validate=validate.Length(min=1, max=1000))


class ImportLine(Out):
    row = fields.Whole()
    status = fields.String(metadata={"description": "created, updated, unchanged, refused"})
    kind = fields.String(allow_none=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ImportReport(Out):
    created = fields.Whole()
    updated = fields.Whole()
    unchanged = fields.Whole()
    refused = fields.Whole()
    rows = fields.List(fields.Nested(ImportLine))


class PreviewTemplate(In):
    kind = fields.Text(max=64, required=True, validate=validate.OneOf(list(KINDS)))
    channel = fields.Text(max=20, load_default=EVERY_CHANNEL, validate=validate.OneOf([*CHANNELS, EVERY_CHANNEL]))
    language = fields.Text(max=10, load_default="zh", validate=LANGUAGE)
    subject = fields.Text(max=200, blank=True, load_default=None, lines=False)
    body = fields.Text(max=2000, load_default=None)
    site_id = fields.Id(load_default=None)


class Preview(Out):
    subject = fields.String()
    body = fields.String()
    allowed = fields.List(fields.String())


class TemplateQuery(PageQuery):
    kind = fields.Text(max=64)
    language = fields.Text(max=10)


class TemplateView(Out):
    id = fields.Id()
    kind = fields.String()
    channel = fields.String()
    language = fields.String()
    site = fields.String()
    subject = fields.String()
    body = fields.String()
    version = fields.Whole()
    by_name = fields.String()
    updated_at = fields.Instant()

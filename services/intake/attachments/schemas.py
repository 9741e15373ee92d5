"""Shapes of files at the doors."""

from shared.web import fields
from shared.web.schemas import In, Out


class RemoveAttachment(In):
    reason = fields.Text(max=500, required=True)


class AttachmentView(Out):
    id = fields.Id()
    ticket_id = fields.Id()
    position = fields.Whole()
    shape = fields.String(metadata={"description": "image, pdf, audio"})
    media_type = fields.String()
    name = fields.String(metadata={"description": "As it was given, to who may open it; a plain one to others (RF-6)"})
    size = fields.Whole(metadata={"description": "Bytes as stored"})
    width = fields.Whole(allow_none=True)
    height = fields.Whole(allow_none=True)
    received = fields.String(metadata={"description": "SHA-256 of what was sent"})
    note = fields.String(allow_none=True)
    at = fields.Instant()
    by_name = fields.String()
    opens = fields.Flag(metadata={"description": "You may open it"})
    removed_at = fields.Instant(allow_none=True)
    removed_by = fields.String(allow_none=True)
    remove_reason = fields.String(allow_none=True)

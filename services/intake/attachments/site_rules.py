"""How much a site takes of one file and of one ticket, among the rules of its settings."""

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.bodies import LARGE_LIMIT, MIB
from shared.web.schemas import In

MOST_MB = LARGE_LIMIT // MIB - 1  # what the door lets in, less what the form around a file takes
DEFAULTS = {
    "image_mb": 12,
    "pdf_mb": 12,
    "audio_mb": MOST_MB,
    "per_ticket": 30,
    "megapixels": 50,
    "whole_megapixels": 10,
    "longest_edge": 2400,
    "thumbnail_edge": 320,
}


class AttachmentRules(In):
    """Megabytes of one file by what it is, files of one ticket, and how large pictures are kept."""

    image_mb = pdf_mb = audio_mb = fields.Whole(min=1, max=MOST_MB)
    per_ticket = fields.Whole(min=1, max=500)
    megapixels = fields.Whole(min=1, max=100, metadata={"description": "Of a JPEG as cameras make it"})
    whole_megapixels = fields.Whole(min=1, max=50, metadata={"description": "Of every other picture"})
    longest_edge = fields.Whole(min=500, max=8000)
    thumbnail_edge = fields.Whole(min=80, max=800)


def rules_of(site) -> dict:
    """The site's own over the defaults; what cannot be read leaves the default in force."""
    own, _faults = own_rules(site, "attachments", AttachmentRules())
    return DEFAULTS | own

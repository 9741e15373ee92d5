"""Everything that can be done with texts: take them in row by row, show what they would say."""

from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import select

from services.notify.channels import CHANNELS
from services.notify.places.models import Site
from shared.errors import BadInput

from .kinds import KINDS
from .models import EVERY_CHANNEL, EVERY_SITE, Template
from .queries import Text, Texts
from .rules import BadText, check_text
from .schemas import LANGUAGE, TemplateRow

WRITERS = ("admin", "manager", "supervisor", "head_office")
SAMPLE = {
    "number": "T-2026-000123",
    "order": "W-2026-000045",
    "site": {"zh": "翠湖花园", "en": "Green Lake Gardens"},
    "name": {"zh": "李敏", "en": "Li Min"},
    "category": {"zh": "水管漏水", "en": "Leaking pipe"},
    "place": "1-1-101",
    "technician": {"zh": "何建文", "en": "He Jianwen"},
    "amount": "12.50",
    "bill": "B-2026-000007",
    "receipt": "R-2026-000003",
    "reason": {"zh": "仍在漏水", "en": "It still leaks."},
    "into": "T-2026-000120",
    "times": 1,
}


def import_templates(work, templates: list[dict]) -> dict:
    """Good rows are kept, bad ones are named with what would be right; the same import again changes nothing."""
    sites = {site.code: str(site.id) for site in work.session.scalars(select(Site))}
    held = {_key(t): t for t in work.session.scalars(select(Template))}
    lines = []
    for number, raw in enumerate(templates, 1):
        try:
            row = _check(work.principal, sites, raw)
            lines.append({"row": number, "status": _keep(work, held, row), "kind": row["kind"], "errors": {}})
        except ValidationError as error:
            kind = raw.get("kind") if isinstance(raw.get("kind"), str) else None
            errors = {
                str(name): [str(said) for said in all_said] for name, all_said in error.normalized_messages().items()
            }
            lines.append({"row": number, "status": "refused", "kind": kind, "errors": errors})
    changed = [f"{line['kind']} {line['status']}" for line in lines if line["status"] in ("created", "updated")]
    if changed:
        work.audit("templates.imported", about=("templates", "import"), after={"texts": changed})
    counts = {status: sum(line["status"] == status for line in lines) for status in STATUSES}
    return {**counts, "rows": lines}


STATUSES = ("created", "updated", "unchanged", "refused")


def preview_template(session, *, kind, channel, language, subject, body, site_id) -> dict:
    """What a text, given or stored, would say with sample facts."""
    try:
        for text in (subject or "", body or ""):
            check_text(text, KINDS[kind].allowed)
    except BadText as error:
        raise BadInput("The text cannot be used.", errors={"body": [str(error)]}) from None
    if site_id and session.scalar(select(Site.id).where(Site.id == site_id)) is None:
        raise BadInput("There is no such site.", errors={"site_id": ["The id of one of your sites is expected."]})
    stored = Texts(session, {kind}).pick(kind, channel, language, site_id or UUID(int=0))
    text = Text(stored.subject if subject is None else subject, stored.body if body is None else body)
    said = text.say(SAMPLE, language)
    return {"subject": said.subject, "body": said.body, "allowed": KINDS[kind].allowed}


def _check(principal, sites: dict, raw: dict) -> dict:
    row = TemplateRow().load(raw)
    faults: dict[str, list[str]] = {}
    if row["kind"] not in KINDS:
        faults["kind"] = [f"One of these is expected: {', '.join(KINDS)}."]
    if row["channel"] not in (*CHANNELS, EVERY_CHANNEL):
        faults["channel"] = [f"One of these is expected: {', '.join(CHANNELS)}, or * for every channel."]
    for name in ("subject", "body") if not faults else ():
        try:
            check_text(row[name], KINDS[row["kind"]].allowed)
        except BadText as error:
            faults[name] = [str(error)]
    if not LANGUAGE.regex.match(row["language"]):
        faults["language"] = [LANGUAGE.error]
    row["site"] = _site(principal, sites, row["site"], faults)
    if faults:
        raise ValidationError(faults)
    return row


def _site(principal, sites: dict, asked: str | None, faults: dict) -> str:
    """A text for every site needs the role at every site; for one site, at that one (RO-1)."""
    if asked is None:
        if not principal.may(None, *WRITERS):
            faults["site"] = ["Name a site: a text for all sites needs a role at all sites."]
        return EVERY_SITE
    site = sites.get(asked, asked)
    if site not in sites.values() or not principal.may(site, *WRITERS):
        faults["site"] = ["The code or id of one of your sites is expected."]
    return site


def _key(row) -> tuple:
    return row.kind, row.channel, row.language, row.site


def _keep(work, held: dict, row: dict) -> str:
    key = (row["kind"], row["channel"], row["language"], row["site"])
    known = held.get(key)
    if known is not None and (known.subject, known.body) == (row["subject"], row["body"]):
        return "unchanged"
    if known is None:
        held[key] = Template(**row, by_name=work.principal.name)
        work.session.add(held[key])
        return "created"
    known.subject, known.body, known.by_name = row["subject"], row["body"], work.principal.name
    return "updated"

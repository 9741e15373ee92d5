"""Doors for programs: what was done, by whom, why, and the ends of the chains that prove it."""

from shared.audit import reading as trail

from . import fields
from .current import principal, reading, store
from .doors import Room
from .paging import Page, keyset
from .schemas import Out, Query


class AuditQuery(Query):
    action = fields.Text(max=64, metadata={"description": "Such as payment.reversed"})
    subject = fields.Text(max=100, metadata={"description": "Who acted"})
    about_kind = fields.Text(max=64)
    about_id = fields.Text(max=64)
    site_id = fields.Id(metadata={"description": "The zero id for acts that concern the operator as a whole"})
    since = fields.Instant()
    until = fields.Instant()


class AuditEntryView(Out):
    site_id = fields.Id(metadata={"description": "The zero id: the operator as a whole"})
    sequence = fields.Whole(metadata={"description": "Counts from 1 in each site's chain, without a gap"})
    at = fields.Instant()
    subject = fields.String()
    name = fields.String()
    roles = fields.List(fields.String())
    action = fields.String()
    about_kind = fields.String()
    about_id = fields.String()
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)
    because = fields.String(allow_none=True)
    trace_id = fields.String(allow_none=True)
    hash = fields.String(metadata={"description": "SHA-256 over this entry and the hash of the one before it"})


class AuditHeadView(Out):
    site_id = fields.Id()
    sequence = fields.Whole()
    hash = fields.String(metadata={"description": "Keep it elsewhere: `audit verify --head` asks for it"})


class AuditHeads(Out):
    items = fields.List(fields.Nested(AuditHeadView))


def room() -> Room:
    """Doors of every service, made anew for each application."""
    doors = Room("audit", __name__, description="The audit trail: only added to, and chained")

    @doors.get("/audit", allow=trail.READERS, query=AuditQuery, answer=AuditEntryView, page=True)
    def list_audit_entries(asked):
        """Acts at your sites, newest first; those that concern the operator as a whole with a role at every site."""
        return listed(asked)

    @doors.get("/audit/heads", allow=trail.READERS, answer=AuditHeads)
    def list_audit_heads():
        """Where each chain ends now."""
        with reading() as session:
            return {"items": trail.heads(session, store().table("audit_heads"), principal())}

    return doors


def listed(asked: dict) -> Page:
    table = store().table("audit_entries")
    with reading() as session:
        page = keyset(session, trail.acts(table, principal(), asked), trail.order(table), asked)
    return Page([trail.told(row) for row in page.items], page.next)


def known_actions() -> list[str]:
    with reading() as session:
        return trail.actions(session, store().table("audit_entries"), principal())

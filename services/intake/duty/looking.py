"""How duty stands at one moment, as it is shown: who is on, who is next, what is theirs (RD-8)."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from services.intake.directory.queries import find_site
from shared.masking import mask_name, mask_phone

from .gate import KEEPERS
from .models import DutyEntry
from .plan import shift_after, shift_at
from .queries import on_duty, under_way
from .site_rules import rules_of
from .unfinished import unfinished


def state_of_duty(session, site_id: UUID, now: datetime) -> dict:
    """Everything open belongs to the shift on duty, however late its handover is: it is nobody else's, nor nobody's."""
    site = find_site(session, site_id)
    rules = rules_of(site)
    shift, planned = on_duty(session, site_id), shift_at(site, now, rules)
    handover = under_way(session, shift)
    ends_at = shift.ends_at if shift else planned.ends_at
    return {
        "site": site,
        "shift": shift,
        "planned": planned,
        "following": shift_after(site, shift or planned, rules),
        "handover_id": handover.id if handover else None,
        "handover_due": shift is not None and now >= ends_at - timedelta(minutes=rules["draw_minutes"]),
        "unfinished": unfinished(session, site_id, rules, now),
        "settings_fault": rules.fault,
    }


def shown(entry: DutyEntry, principal) -> SimpleNamespace:
    """Who need not ring the caller does not read the number (RF-6); the seal is that of the whole entry."""
    said = {column.name: getattr(entry, column.name) for column in DutyEntry.__table__.columns} | {"seal": entry.seal}
    if not principal.may(entry.site_id, *KEEPERS):
        said["caller_name"] = mask_name(entry.caller_name) or None
        said["caller_phone"] = mask_phone(entry.caller_phone) or None
    return SimpleNamespace(**said)

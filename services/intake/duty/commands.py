"""`python -m services.intake verify-duty-log`: is every entry of the duty log as it was written? (RD-3)"""

import argparse
import json
from uuid import UUID

from sqlalchemy import select

from shared.audit.verify import verify

from .models import DutyEntry

AT_ONCE = 500


def verify_duty_log(service, settings, arguments: list[str]) -> int:
    """Every entry against its seal in the audit trail, and the trail itself. Leaves with 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="python -m services.intake verify-duty-log")
    parser.add_argument("--site", type=UUID)
    site_id = parser.parse_args(arguments).site
    store = service.open_store(settings)
    try:
        return tell_faults(store, site_id)
    finally:
        store.close()


def tell_faults(store, site_id: UUID | None) -> int:
    faults = [f"trail: entry {fault.sequence} {fault.said}" for fault in verify(store, site_id=site_id).faults]
    entries, broken = broken_entries(store, site_id)
    faults += broken
    for fault in faults:
        print(fault)
    print(f"{entries} entries of the duty log, {len(faults)} faults")
    return 1 if faults else 0


def broken_entries(store, site_id: UUID | None = None) -> tuple[int, list[str]]:
    """How many there are, and which were changed, removed, or slipped in."""
    trail = store.table("audit_entries")
    of_site = [] if site_id is None else [trail.c.site_id == site_id]
    sealed = select(trail.c.about_id, trail.c.after).where(trail.c.action == "duty.entry_written", *of_site)
    wanted = select(DutyEntry) if site_id is None else select(DutyEntry).where(DutyEntry.site_id == site_id)
    with store.reading(None) as session:
        kept = {about: json.loads(after) for about, after in session.execute(sealed)}
        faults, entries = [], 0
        for entry in session.scalars(wanted.execution_options(yield_per=AT_ONCE)):
            entries += 1
            seal = kept.pop(str(entry.id), {}).get("seal")
            if seal != entry.seal:
                faults.append(f"{entry.number}: {'it was changed' if seal else 'nobody sealed it'}")
    return entries, faults + [f"{said['number']}: it was removed" for said in kept.values()]

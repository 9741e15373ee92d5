"""One act as the audit trail keeps it: in text that is hashed as it stands, personal facts masked."""

import hashlib
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared import tracing
from shared.masking import mask_facts, mask_text

WHOLE_OPERATOR = UUID(int=0)  # in place of a site: the chain of acts that concern the operator as a whole
WHO, WHAT = ("at", "subject", "name", "roles"), ("action", "about_kind", "about_id", "before", "after", "because")
HASHED = ("operator_id", "site_id", "sequence", *WHO, *WHAT, "trace_id")
BEGINNING = "0" * 64  # what the first entry of a chain is chained to
LONGEST_REASON = 2000


def entry_of(principal, at: datetime, action: str, *, about, site_id, before, after, because) -> dict[str, Any]:
    """The row without its place in the chain. `about` is a thing of the house, or a pair of kind and id."""
    before, after = different(before, after)
    kind, about_id = about if isinstance(about, tuple) else (kind_of(about), about.id)
    if site_id is None and not isinstance(about, tuple):
        site_id = getattr(about, "site_id", None)
    trace = tracing.current()
    return {
        "operator_id": principal.operator_id,
        "site_id": site_id or WHOLE_OPERATOR,
        "at": stamp(at),
        "subject": principal.subject[:100],
        "name": principal.name[:100],
        "roles": ",".join(sorted(principal.roles_at(site_id)) or sorted(principal.all_roles))[:200],
        "action": action,
        "about_kind": kind,
        "about_id": str(about_id)[:64],
        "before": written(before),
        "after": written(after),
        "because": mask_text(because)[:LONGEST_REASON] if because else None,
        "trace_id": trace.trace_id if trace else None,
    }


def kind_of(thing) -> str:
    """The trade's word for a thing of this class: WorkOrder is a work_order."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(thing).__name__).lower()


def facts_of(thing, *names: str) -> dict[str, Any]:
    """These facts of a thing as they are now, for `before` and `after`."""
    return {name: getattr(thing, name) for name in names}


def different(before: dict | None, after: dict | None) -> tuple[dict | None, dict | None]:
    """Of facts that stand on both sides only those that changed."""
    if not before or not after:
        return before, after
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    kept = [{name: value for name, value in facts.items() if name not in same} for facts in (before, after)]
    return kept[0], kept[1]


def stamp(moment: datetime) -> str:
    """A moment as the trail writes it: UTC, always 27 characters, so that text sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(stamped: str) -> datetime:
    return datetime.fromisoformat(stamped)


def written(facts: dict | None) -> str | None:
    """Facts as one canonical JSON document, masked; None when there are none."""
    if not facts:
        return None
    plain = json.loads(json.dumps(facts, default=_plain))
    return json.dumps(mask_facts(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def seal(row, previous: str) -> str:
    """The hash of an entry: SHA-256 over everything it says and the hash of the one before it."""
    said = {name: row[name] for name in HASHED} | {"previous": previous}
    said |= {"operator_id": str(said["operator_id"]), "site_id": str(said["site_id"])}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

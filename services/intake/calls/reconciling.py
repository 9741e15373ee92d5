"""Each day the platform posts its list of ids and is told what is missing on either side (RV-9)."""

from sqlalchemy import select

from shared.errors import BadInput

from .models import Push
from .writing import CHUNK, claim_signature


def reconcile_day(work, platform, *, since, until, external_ids: list[str], nonce: str) -> dict:
    """`missing_here`: listed, but never accepted by us. `missing_there`: accepted by us in the span, but not listed."""
    if since >= until:
        raise BadInput("The span is empty.", errors={"to": ["Later than `from`."]})
    claim_signature(work, nonce)
    listed = set(external_ids)
    here = in_span(work.session, platform.id, since, until)
    known = set(known_ids(work.session, platform.id, listed - here)) | (listed & here)
    return {
        "missing_here": sorted(listed - known),
        "missing_there": sorted(here - listed),
        "both": len(known),
    }


def in_span(session, integration_id, since, until) -> set[str]:
    day = (Push.integration_id == integration_id, Push.received_at >= since, Push.received_at < until)
    return set(session.scalars(select(Push.external_id).where(*day)))


def known_ids(session, integration_id, external_ids):
    wanted = sorted(external_ids)
    for start in range(0, len(wanted), CHUNK):
        chosen = select(Push.external_id).where(
            Push.integration_id == integration_id, Push.external_id.in_(wanted[start : start + CHUNK])
        )
        yield from session.scalars(chosen)

"""The desk writes down what is to leave; nothing may leave yet (RD-15)."""

from datetime import datetime, timedelta
from uuid import UUID

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.passes.codes import new_code
from services.intake.passes.models import Purpose, ReleasePass
from services.intake.passes.site_rules import rules_of
from services.intake.tickets.lifecycle import DESK
from shared.errors import BadInput
from shared.ids import new_id

from .settled import refuse_unsettled


def request_pass(
    work,
    unit_id: UUID,
    purpose: Purpose,
    items: list[dict],
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    **facts,
) -> ReleasePass:
    unit = find_unit_by_id(work.session, unit_id)
    work.principal.require(unit.site_id, *DESK)
    site = find_site(work.session, unit.site_id)
    rules = rules_of(site)
    refuse_unsettled(work.session, unit, purpose, rules)
    since = valid_from or work.now
    until = valid_until or since + timedelta(hours=rules["valid_hours"])
    _refuse_odd_times(since, until, work.now, rules["longest_hours"])
    asked = ReleasePass(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        number=work.number("RP", site.id, zone=site.timezone),
        code=new_code(),
        unit_id=unit.id,
        unit_code=unit.code,
        purpose=purpose,
        items=items,
        valid_from=since,
        valid_until=until,
        requested_at=work.now,
        requested_by=work.principal.subject,
        requested_by_name=work.principal.name,
        checks=[],
        **facts,
    )
    work.session.add(asked)
    work.session.flush()
    work.timers.set("expire_release_pass", asked.id, until, site_id=site.id)
    return asked


def _refuse_odd_times(since: datetime, until: datetime, now: datetime, longest_hours: int) -> None:
    if until <= max(since, now):
        raise BadInput("The pass would end before it begins.", errors={"valid_until": ["A later moment is expected."]})
    if until - since > timedelta(hours=longest_hours):
        said = f"At most {longest_hours} hours after the beginning are expected."
        raise BadInput("The pass would hold too long.", errors={"valid_until": [said]})

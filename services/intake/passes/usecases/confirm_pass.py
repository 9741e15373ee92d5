"""The owner said yes: from now on the gate lets it out, once (RD-15)."""

from uuid import UUID

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.passes.models import ConsentHow, ReleasePass
from services.intake.passes.queries import owners_of
from services.intake.passes.site_rules import rules_of
from shared.contracts.intake_gate import ReleasePassIssued
from shared.errors import BadInput, Conflict

from .settled import refuse_unsettled


def confirm_pass(
    work, asked: ReleasePass, how: ConsentHow, person_id: UUID | None = None, name: str | None = None
) -> ReleasePass:
    """`person_id` is an owner of the unit's file. Whoever else says it for the owner shows it in writing, by name."""
    asked.move("confirm", work.principal, how=how)
    site = find_site(work.session, asked.site_id)
    if work.now >= asked.valid_until:
        raise Conflict("This pass ended before it was confirmed.", state="requested", allowed=["cancel"])
    refuse_unsettled(work.session, find_unit_by_id(work.session, asked.unit_id), asked.purpose, rules_of(site))
    today = site.date_at(work.now)
    owners = {person.id: person for person in owners_of(work.session, site.id, asked.unit_id, today)}
    asked.consent_by = _who_said_yes(owners, how, person_id, name)
    asked.consent_person_id, asked.consent_how = person_id, how
    asked.issued_at, asked.issued_by_name = work.now, work.principal.name
    work.session.flush()
    work.audit("release_pass.issued", about=asked, after={"number": asked.number, "how": str(how)})
    _tell(work, asked)
    return asked


def _who_said_yes(owners: dict, how: ConsentHow, person_id: UUID | None, name: str | None) -> str:
    if person_id in owners:
        return owners[person_id].name
    if person_id is not None:
        raise BadInput("Only an owner confirms.", errors={"person_id": ["An owner of this unit's file is expected."]})
    if not name:
        raise BadInput("Say who confirmed.", errors={"person_id": ["An owner is expected, or a name in writing."]})
    if owners and how is not ConsentHow.WRITTEN:
        said = "Who is not on file as an owner confirms in writing."
        raise BadInput(said, errors={"how": [said]})
    return name


def _tell(work, asked: ReleasePass) -> None:
    record_of_unit(work, asked, "release_pass.issued", number=asked.number, note=words_of(asked.items))
    work.announce(
        ReleasePassIssued,
        about=asked.id,
        site_id=asked.site_id,
        pass_id=asked.id,
        number=asked.number,
        unit_id=asked.unit_id,
        unit_code=asked.unit_code,
        things=words_of(asked.items),
        valid_until=asked.valid_until,
        at=work.now,
    )


def words_of(items: list[dict]) -> str:
    """沙发 × 2, 冰箱 × 1"""
    return ", ".join(f"{item['name']} × {item['quantity']}" for item in items)[:1000]

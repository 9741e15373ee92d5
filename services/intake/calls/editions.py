"""Editions of a mapping profile: dated, numbered, never rewritten. A push is read with that of its time (RV-9)."""

from datetime import datetime

from sqlalchemy import func, select

from services.intake.accounts.models import Integration
from shared.errors import BadInput, Conflict, found

from .checking import check_profile
from .remembered import ProfileEdition

TIMER = "put_profile_in_force"
MOST = 2**31 - 1  # what a number column holds


def keep_edition(
    work, integration: Integration, profile, *, valid_from: datetime | None = None, note: str | None = None
) -> ProfileEdition:
    """In force at once, or from `valid_from` on. Raises BadInput naming every fault: a broken profile is not kept."""
    faults = check_profile(profile)
    if faults:
        raise BadInput("The profile is not right.", errors={f"profile.{name}": said for name, said in faults.items()})
    if valid_from is not None and valid_from < work.now:
        raise BadInput("An edition cannot begin in the past.", errors={"valid_from": ["Now, or later."]})
    if integration.edition is None and integration.profile:
        first_edition(work, integration)
    edition = _write(work, integration, profile, valid_from or work.now, note)
    if edition.valid_from <= work.now:
        put_in_force(work, integration)
    else:
        work.timers.set(TIMER, edition.id, edition.valid_from)
    after = {"edition": edition.number, "valid_from": edition.valid_from, "note": note, "profile": profile}
    before = {"edition": integration.edition} if edition.in_force_at is None else None
    work.audit("integration.profile_kept", about=integration, before=before, after=after)
    return edition


def first_edition(work, integration: Integration) -> None:
    """The profile that the platform was let in with."""
    edition = _write(work, integration, integration.profile, integration.created_at, None)
    edition.in_force_at, integration.edition = integration.created_at, edition.number


def put_in_force(work, integration: Integration) -> None:
    """Whatever is due by now, in the order of its time; what comes last stands."""
    for edition in pending(work.session, integration.id, work.now):
        edition.in_force_at = work.now
        integration.profile, integration.edition = edition.profile, edition.number
    integration.updated_at = work.now  # another version, even where the profile says the same as before
    work.session.flush()


def withdraw_edition(work, integration: Integration, number: int) -> ProfileEdition:
    """Raises Conflict for one that is, or was, in force: it stays on record."""
    edition = find_edition(work.session, integration.id, number, locked=True)
    if edition.in_force_at is not None or edition.withdrawn_at is not None:
        raise Conflict(
            "Only an edition that is not in force yet can be withdrawn.", state=state_of(edition, integration)
        )
    edition.withdrawn_at = work.now
    work.timers.cancel(TIMER, edition.id)
    integration.updated_at = work.now  # who keeps the next edition in mind reads again
    work.session.flush()
    work.audit("integration.profile_withdrawn", about=integration, after={"edition": number})
    return edition


def _write(work, integration, profile, valid_from, note) -> ProfileEdition:
    of_platform = ProfileEdition.integration_id == integration.id
    last = work.session.scalar(select(func.max(ProfileEdition.number)).where(of_platform)) or 0
    edition = ProfileEdition(integration_id=integration.id, number=last + 1, profile=profile, note=note)
    edition.valid_from, edition.made_by, edition.made_at = valid_from, work.principal.name[:100], work.now
    work.session.add(edition)
    work.session.flush()
    return edition


def pending(session, integration_id, now: datetime | None = None) -> list[ProfileEdition]:
    """Planned editions in the order of their time; with `now` those that are due."""
    chosen = select(ProfileEdition).where(
        ProfileEdition.integration_id == integration_id,
        ProfileEdition.in_force_at.is_(None),
        ProfileEdition.withdrawn_at.is_(None),
    )
    if now is not None:
        chosen = chosen.where(ProfileEdition.valid_from <= now)
    return list(session.scalars(chosen.order_by(ProfileEdition.valid_from, ProfileEdition.number)))


def find_edition(session, integration_id, number: int, *, locked: bool = False) -> ProfileEdition:
    chosen = select(ProfileEdition).where(
        ProfileEdition.integration_id == integration_id, ProfileEdition.number == number
    )
    return found(
        session.scalar(chosen.with_for_update() if locked else chosen) if number <= MOST else None,
        "edition of this profile",
    )


def editions_of(integration_id):
    return select(ProfileEdition).where(ProfileEdition.integration_id == integration_id)


def state_of(edition: ProfileEdition, integration: Integration) -> str:
    """planned, in_force, former or withdrawn."""
    if edition.withdrawn_at is not None:
        return "withdrawn"
    if edition.in_force_at is None:
        return "planned"
    return "in_force" if edition.number == integration.edition else "former"

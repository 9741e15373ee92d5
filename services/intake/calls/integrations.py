"""The platform behind a push: who it is, what it signs with, how its records are read."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select

from services.intake.accounts.models import Integration
from services.intake.accounts.principals import principal_of_integration
from services.intake.accounts.queries import live_secrets
from shared.errors import Conflict, Unauthenticated
from shared.principal import Principal

from .editions import pending
from .profiles import Profile, read_profile
from .push_statement import Outdated
from .surroundings import Registers, read_registers
from .together import Together

KEPT_SECONDS = 3
_kept: WeakKeyDictionary = WeakKeyDictionary()


@dataclass(frozen=True)
class Platform:
    """An integration as a push needs it. `secrets` are the live ones: two while the platform changes over.

    `until` is when the next edition of its profile begins. With `in_sandbox` it pushes by its sandbox key.
    Its single pushes that arrive at the same moment are written `together`.
    """

    id: UUID
    version: int
    name: str
    principal: Principal
    secrets: tuple[bytes, ...]
    ready: Profile | None
    registers: Registers
    edition: int | None = None
    until: datetime | None = None
    sandbox_secrets: tuple[bytes, ...] = ()
    in_sandbox: bool = False
    together: Together = field(default_factory=Together, compare=False, repr=False)

    @property
    def profile(self) -> Profile:
        """Raises Conflict while there is none."""
        if self.ready is None:
            raise Conflict("This integration has no profile yet; nothing can be read without one.")
        return self.ready

    @property
    def share(self) -> UUID | str:
        """Under what its records of a minute are counted: trying things out takes nothing from the real pushes."""
        return f"sandbox:{self.id}" if self.in_sandbox else self.id


def find_platform(store, integration_id: UUID, now: datetime) -> Platform:
    """Read afresh. Raises Unauthenticated for one that does not exist or is switched off: a stranger learns no more."""
    with store.reading(None) as session:
        one = session.get(Integration, integration_id)
        secrets = live_secrets(session, integration_id, now)
        planned = pending(session, integration_id) if one is not None else []
    real = tuple(kept.secret for kept in secrets if not kept.sandbox)
    if one is None or one.disabled or not real:
        raise Unauthenticated("This push is not signed as it must be.")
    principal = principal_of_integration(one)
    with store.reading(principal) as session:
        registers = read_registers(session)
    number, profile, until = profile_of_now(one, planned, now)
    ready = read_profile(profile) if profile else None
    facts = {"edition": number, "until": until}
    facts["sandbox_secrets"] = tuple(kept.secret for kept in secrets if kept.sandbox)
    return Platform(one.id, one.version, one.name, principal, real, ready, registers, **facts)


def platform_of_key(platform: Platform, asking: Principal) -> Platform:
    """The platform as the holder of one of its API keys. Raises Unauthenticated for everybody else."""
    if asking.subject not in (f"integration:{platform.id}", f"sandbox:{platform.id}"):
        raise Unauthenticated("A signature or an API key of this integration is expected.")
    return replace(platform, in_sandbox=asking.subject.startswith("sandbox:"))


def profile_of_now(one: Integration, planned: list, now: datetime) -> tuple[int | None, dict, datetime | None]:
    """Number and profile of the edition of this moment, and when the next begins; the clock may be late, we are not."""
    number, profile = one.edition, one.profile
    for edition in planned:
        if edition.valid_from > now:
            return number, profile, edition.valid_from
        number, profile = edition.number, edition.profile
    return number, profile, None


def kept_platform(store, integration_id: UUID, now: datetime) -> Platform:
    """As read within the last seconds; whoever writes with it compares `version` in the same statement, and whoever
    answers without writing asks `see_unchanged`."""
    kept = _kept.setdefault(store, {})
    found = kept.get(integration_id)
    if found is None or time.monotonic() - found[0] > KEPT_SECONDS or is_over(found[1].until, now):
        found = kept[integration_id] = (time.monotonic(), find_platform(store, integration_id, now))
    return found[1]


def is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def see_unchanged(session, platform: Platform) -> None:
    """Raises Outdated when its keys, its profile or anything else of it changed since it was read."""
    if session.scalar(select(Integration.version).where(Integration.id == platform.id)) != platform.version:
        raise Outdated


def forget_platform(store, integration_id: UUID) -> None:
    _kept.get(store, {}).pop(integration_id, None)

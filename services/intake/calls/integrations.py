"""The platform behind a push: who it is, what it signs with, how its records are read."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select

from services.intake.accounts.models import Integration
from services.intake.accounts.principals import principal_of_integration
from services.intake.accounts.queries import live_push_secrets
from shared.errors import Conflict, Unauthenticated
from shared.principal import Principal

from .profiles import Profile, read_profile
from .push_statement import Outdated
from .surroundings import Registers, read_registers
from .together import Together

KEPT_SECONDS = 3
_kept: WeakKeyDictionary = WeakKeyDictionary()


@dataclass(frozen=True)
class Platform:
    """An integration as a push needs it. `secrets` are the live ones: two while the platform changes over.

    Its single pushes that arrive at the same moment are written `together`.
    """

    id: UUID
    version: int
    name: str
    principal: Principal
    secrets: tuple[bytes, ...]
    ready: Profile | None
    registers: Registers
    together: Together = field(default_factory=Together, compare=False, repr=False)

    @property
    def profile(self) -> Profile:
        """Raises Conflict while there is none."""
        if self.ready is None:
            raise Conflict("This integration has no profile yet; nothing can be read without one.")
        return self.ready


def find_platform(store, integration_id: UUID, now: datetime) -> Platform:
    """Read afresh. Raises Unauthenticated for one that does not exist or is switched off: a stranger learns no more."""
    with store.reading(None) as session:
        one = session.get(Integration, integration_id)
        secrets = tuple(live_push_secrets(session, integration_id, now))
    if one is None or one.disabled or not secrets:
        raise Unauthenticated("This push is not signed as it must be.")
    principal = principal_of_integration(one)
    with store.reading(principal) as session:
        registers = read_registers(session)
    ready = read_profile(one.profile) if one.profile else None
    return Platform(one.id, one.version, one.name, principal, secrets, ready, registers)


def kept_platform(store, integration_id: UUID, now: datetime) -> Platform:
    """As read within the last seconds; whoever writes with it compares `version` in the same statement, and whoever
    answers without writing asks `see_unchanged`."""
    kept = _kept.setdefault(store, {})
    found = kept.get(integration_id)
    if found is None or time.monotonic() - found[0] > KEPT_SECONDS:
        found = kept[integration_id] = (time.monotonic(), find_platform(store, integration_id, now))
    return found[1]


def see_unchanged(session, platform: Platform) -> None:
    """Raises Outdated when its keys, its profile or anything else of it changed since it was read."""
    if session.scalar(select(Integration.version).where(Integration.id == platform.id)) != platform.version:
        raise Outdated


def forget_platform(store, integration_id: UUID) -> None:
    _kept.get(store, {}).pop(integration_id, None)

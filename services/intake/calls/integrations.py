"""The platform behind a push: who it is, what it signs with, how its records are read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from services.intake.accounts.models import Integration, PushSecret
from shared.errors import Conflict, Unauthenticated
from shared.principal import Principal

from .profiles import Profile, read_profile

_profiles: dict[UUID, tuple[dict, Profile]] = {}


@dataclass(frozen=True)
class Platform:
    """An integration as a push needs it. `secrets` are the live ones: two while the platform changes over."""

    id: UUID
    name: str
    operator_id: UUID
    site_ids: tuple[str, ...]
    secrets: tuple[bytes, ...]
    raw_profile: dict

    @property
    def principal(self) -> Principal:
        roles = {str(site): ("integration",) for site in self.site_ids}
        return Principal(f"integration:{self.id}", "integration", self.name, self.name, self.operator_id, roles)

    @property
    def profile(self) -> Profile:
        """Prepared once per process and text of the profile. Raises Conflict while there is none."""
        if not self.raw_profile:
            raise Conflict("This integration has no profile yet; nothing can be read without one.")
        kept = _profiles.get(self.id)
        if kept is None or kept[0] != self.raw_profile:
            kept = _profiles[self.id] = (self.raw_profile, read_profile(self.raw_profile))
        return kept[1]


def find_platform(store, integration_id: UUID, now: datetime) -> Platform:
    """Raises Unauthenticated for one that does not exist or is switched off: a stranger learns nothing more."""
    live = or_(PushSecret.expires_at.is_(None), PushSecret.expires_at > now)
    statement = (
        select(Integration, PushSecret.secret)
        .join(PushSecret, PushSecret.integration_id == Integration.id)
        .where(Integration.id == integration_id, Integration.disabled.is_(False), live)
    )
    with store.reading(None) as session:
        rows = session.execute(statement).all()
    if not rows:
        raise Unauthenticated("This push is not signed as it must be.")
    one = rows[0][0]
    secrets = tuple(secret for _, secret in rows)
    return Platform(one.id, one.name, one.operator_id, tuple(map(str, one.site_ids)), secrets, one.profile)

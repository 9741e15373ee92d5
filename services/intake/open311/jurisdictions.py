"""Which site a jurisdiction_id means, and whose key was sent."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.intake.accounts.usecases import exchange_key
from services.intake.directory.models import Operator, Site
from shared.errors import Unauthenticated
from shared.principal import Principal

from .refusals import bad, bad_key, missing
from .site_rules import rules_of


def find_jurisdiction(session, said: str | None) -> Site:
    """A site by its code, or by `operator.site` where two operators have the same. Raises Refusal.

    Only one site served: the id may be left out, as the convention says.
    """
    chosen = select(Site, Operator.code).join(Operator, Operator.id == Site.operator_id).order_by(Site.code)
    if said:
        chosen = chosen.where(Site.code == said.rpartition(".")[2])
    served = [(site, owner) for site, owner in session.execute(chosen) if rules_of(site).open]
    if said:
        served = [(site, owner) for site, owner in served if said in (site.code, f"{owner}.{site.code}")]
    if not served:
        raise missing("The jurisdiction_id")
    if len(served) > 1:
        named = "is that of several sites: say operator.site" if said else "was not provided"
        raise bad(f"The jurisdiction_id {named}.")
    return served[0][0]


def key_holder(session, api_key: str | None, now: datetime) -> Principal:
    """The integration that an api_key speaks for. Raises Refusal 403."""
    if not api_key:
        raise bad_key()
    try:
        return exchange_key(session, f"Bearer {api_key}", now)
    except Unauthenticated:
        raise bad_key() from None


def integration_of(sender: Principal) -> UUID:
    return UUID(sender.subject.removeprefix("integration:"))


def acting_at(sender: Principal, site: Site) -> Principal:
    """The integration while it writes one request down, at that site and nowhere else."""
    return replace(sender, roles={str(site.id): ("integration", "system")})

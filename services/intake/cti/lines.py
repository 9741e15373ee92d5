"""Phone lines: who may tell of calls at which site, by an address nobody else knows (RO-1)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.intake.accounts import keys
from services.intake.accounts.models import Integration
from services.intake.directory.queries import find_site
from shared.errors import BadInput, Unauthenticated
from shared.ids import new_id
from shared.principal import Principal

from .models import PhoneLine

MARK = "cti_"


@dataclass(frozen=True)
class Caller:
    """Whose line it is, acting at that line's site and nowhere else."""

    integration_id: UUID
    site_id: UUID
    principal: Principal


@dataclass(frozen=True)
class Issued:
    """The address is shown once: only the hash of its secret stays here."""

    id: UUID
    integration_id: UUID
    site_id: UUID
    address: str


def open_line(work, integration: Integration, site_id: UUID) -> Issued:
    """A line, or a new secret for the one there is: the former address ends at once."""
    if str(site_id) not in integration.site_ids:
        raise BadInput("The platform does not work for this site.", errors={"site_id": ["One of its sites."]})
    site = find_site(work.session, site_id)
    chosen = select(PhoneLine).where(PhoneLine.integration_id == integration.id, PhoneLine.site_id == site.id)
    line = work.session.scalar(chosen)
    if line is None:
        line = PhoneLine(id=new_id(), integration_id=integration.id, site_id=site.id)
        work.session.add(line)
    secret = keys.new_secret()
    line.secret_hash = keys.hash_of(secret)
    work.session.flush()
    work.audit("integration.phone_line_opened", about=integration, after={"site": site.code})
    return Issued(line.id, integration.id, site.id, f"/cti/{keys.write_pair(line.id, secret, mark=MARK)}")


def find_line(session, token: str) -> Caller:
    """Raises Unauthenticated for a token that is unknown or old, or of a platform that is switched off."""
    given = keys.read_pair(token, mark=MARK)
    line = session.get(PhoneLine, given[0]) if given else None
    owner = session.get(Integration, line.integration_id) if line else None
    good = bool(owner) and not owner.disabled and str(line.site_id) in owner.site_ids
    if not keys.same(given[1] if given else "", line.secret_hash if line else None) or not good:
        raise Unauthenticated("There is no phone line at this address.")
    roles = {str(line.site_id): ("integration",)}
    who = Principal(f"integration:{owner.id}", "integration", owner.name, owner.code, owner.operator_id, roles)
    return Caller(owner.id, line.site_id, who)

"""Platforms: let in, given keys that are shown once, changed over to new ones (RO-1, RV-9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from services.intake.accounts import keys
from services.intake.accounts.models import ApiKey, Integration, PushSecret
from services.intake.accounts.principals import principal_of_integration, principal_of_sandbox
from services.intake.accounts.queries import live_key
from services.intake.calls.checking import check_profile
from services.intake.calls.editions import first_edition
from services.intake.directory.models import Site
from shared.audit import facts_of
from shared.errors import BadInput, Conflict, Unauthenticated
from shared.ids import new_id
from shared.principal import Principal

ON_RECORD = ("code", "name", "site_ids", "profile", "disabled")


@dataclass(frozen=True)
class Credentials:
    """Shown once: only the hash of the API key stays here."""

    integration: Integration
    api_key: str
    push_secret: str
    former_valid_until: datetime | None = None


def create_integration(work, code: str, name: str, site_ids: list[UUID], profile: dict | None = None) -> Credentials:
    """Raises Conflict when the code is taken, BadInput for a site there is not or a profile with faults."""
    if work.session.scalar(select(Integration).where(Integration.code == code)):
        raise Conflict(f"There is an integration {code} already.", errors={"code": ["Another code is expected."]})
    facts = {"site_ids": known_sites(work, site_ids), "profile": checked(profile) if profile else {}}
    integration = Integration(id=new_id(), code=code, name=name, **facts)
    work.session.add(integration)
    work.session.flush()
    if profile:
        first_edition(work, integration)
    work.audit("integration.created", about=integration, after=facts_of(integration, *ON_RECORD))
    return _issue(work, integration)


def amend_integration(work, integration: Integration, **facts) -> Integration:
    if "site_ids" in facts:
        facts["site_ids"] = known_sites(work, facts["site_ids"])
    before = facts_of(integration, *ON_RECORD)
    for name, value in facts.items():
        setattr(integration, name, value)
    work.session.flush()
    work.audit("integration.amended", about=integration, before=before, after=facts_of(integration, *ON_RECORD))
    return integration


def rotate_integration(work, integration: Integration, grace_hours: int) -> Credentials:
    """New keys at once; the newest former ones stay good for `grace_hours`, so that at most two of each live.

    It is another version of the integration: who keeps it in mind for some seconds notices (room `calls`).
    """
    until = work.now + timedelta(hours=grace_hours)
    for model in (ApiKey, PushSecret):
        former = update(model).where(model.integration_id == integration.id, model.sandbox.is_(False))
        work.session.execute(former.where(model.expires_at > work.now).values(expires_at=work.now))
        work.session.execute(former.where(model.expires_at.is_(None)).values(expires_at=until))
    integration.updated_at = work.now
    work.audit("integration.keys_rotated", about=integration, after={"former_valid_until": until})
    return _issue(work, integration, until)


def open_sandbox(work, integration: Integration) -> Credentials:
    """A key and a secret that are answered like the real ones and open nothing; former ones end at once."""
    _end_sandbox(work, integration)
    work.audit("integration.sandbox_opened", about=integration)
    return _issue(work, integration, sandbox=True)


def close_sandbox(work, integration: Integration) -> Integration:
    _end_sandbox(work, integration)
    work.session.flush()
    work.audit("integration.sandbox_closed", about=integration)
    return integration


def _end_sandbox(work, integration: Integration) -> None:
    for model in (ApiKey, PushSecret):
        former = update(model).where(model.integration_id == integration.id, model.sandbox.is_(True))
        live = or_(model.expires_at.is_(None), model.expires_at > work.now)
        work.session.execute(former.where(live).values(expires_at=work.now))
    integration.updated_at = work.now  # another version: who keeps its keys in mind reads again


def _issue(work, integration: Integration, former_valid_until: datetime | None = None, *, sandbox=False) -> Credentials:
    secret, push_secret = keys.new_secret(), keys.new_push_secret()
    key = ApiKey(id=new_id(), integration_id=integration.id, secret_hash=keys.hash_of(secret), sandbox=sandbox)
    work.session.add_all([key, PushSecret(integration_id=integration.id, secret=push_secret, sandbox=sandbox)])
    work.session.flush()
    api_key = keys.write_pair(key.id, secret, mark=keys.API_KEY)
    return Credentials(integration, api_key, keys.shown_push_secret(push_secret), former_valid_until)


def exchange_key(session, authorization: str | None, now: datetime) -> Principal:
    """Whom `Bearer fdk_…` speaks for. Raises Unauthenticated for one that is unknown, old or disabled."""
    scheme, _, key = (authorization or "").partition(" ")
    given = keys.read_pair(key.strip(), mark=keys.API_KEY) if scheme.lower() == "bearer" else None
    found = live_key(session, given[0], now) if given else None
    if found is None or not keys.same(given[1], found[0].secret_hash):
        raise Unauthenticated("The API key is not valid.")
    return principal_of_sandbox(found[1]) if found[0].sandbox else principal_of_integration(found[1])


def known_sites(work, site_ids: list[UUID]) -> list[str]:
    known = set(work.session.scalars(select(Site.id)))
    strange = [str(site_id) for site_id in site_ids if site_id not in known]
    if strange:
        raise BadInput("There is no such site.", errors={"site_ids": [f"{', '.join(strange)}: ids of sites expected."]})
    return [str(site_id) for site_id in dict.fromkeys(site_ids)]


def checked(profile: dict) -> dict:
    faults = check_profile(profile)
    if faults:
        raise BadInput("The profile is not right.", errors={f"profile.{at}": said for at, said in faults.items()})
    return profile

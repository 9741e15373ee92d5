"""Doors of mapping profiles: tried on a sample, kept as dated editions; and the sandbox of a platform."""

from flask import request

from services.intake.accounts.queries import find_integration
from services.intake.accounts.routes import credentials
from services.intake.accounts.schemas import CredentialsView, IntegrationView
from services.intake.accounts.usecases import close_sandbox, open_sandbox
from shared.web.bodies import parse_json
from shared.web.current import reading, work
from shared.web.doors import PUBLIC, Room
from shared.web.paging import keyset

from .attempts import attempts_of, find_own_sandbox
from .dry_run import try_profile
from .editions import editions_of, find_edition, keep_edition, withdraw_edition
from .remembered import ProfileEdition, SandboxAttempt
from .samples import read_sample
from .schemas import AttemptView, DryRun, DryRunAnswer, EditionView, KeepEdition, OwnAttemptView

profiles = Room("profiles", __name__, description="How a platform's records are read: mapping profiles (RD-4, RV-9)")
PLATFORM = "/integrations/<uuid:integration_id>"


@profiles.post(f"{PLATFORM}/profile/dry-run", allow=("admin",), body=DryRun, answer=DryRunAnswer, large=True)
def try_out_profile(asked, integration_id):
    """What the profile in force, or the one sent along, would make of these records. Nothing is written."""
    with work() as w:
        one = find_integration(w.session, integration_id)
        return try_profile(w, one, asked.get("profile", one.profile), read_sample(asked))


@profiles.put(f"{PLATFORM}/profile", allow=("admin",), upload=True)
def put_profile(integration_id):
    """The body is the profile itself. It is checked whole: one with faults is not kept, and each fault is named."""
    profile = parse_json(request.get_data(cache=True))
    with work() as w:
        w.principal.require(None, "admin")
        integration = find_integration(w.session, integration_id)
        edition = keep_edition(w, integration, profile)
        return {"id": str(integration.id), "profile": integration.profile, "edition": edition.number}


@profiles.get(f"{PLATFORM}/profile/editions", allow=("admin", "supervisor"), answer=EditionView, page=True)
def list_editions(asked, integration_id):
    with reading() as session:
        find_integration(session, integration_id)
        return keyset(session, editions_of(integration_id), (ProfileEdition.number,), asked)


@profiles.get(f"{PLATFORM}/profile/editions/<int:edition>", allow=("admin", "supervisor"), answer=EditionView)
def show_edition(integration_id, edition):
    with reading() as session:
        find_integration(session, integration_id)
        return find_edition(session, integration_id, edition)


@profiles.post(
    f"{PLATFORM}/profile/editions", allow="admin", body=KeepEdition, answer=EditionView, status=201, large=True
)
def plan_edition(asked, integration_id):
    """In force at once or from `valid_from` on. Pushes go on with the edition of their time."""
    with work() as w:
        w.principal.require(None, "admin")
        return keep_edition(w, find_integration(w.session, integration_id), **asked)


@profiles.post(f"{PLATFORM}/profile/editions/<int:edition>/withdraw", allow="admin", answer=EditionView)
def withdraw_planned_edition(integration_id, edition):
    """One that is not in force yet."""
    with work() as w:
        w.principal.require(None, "admin")
        return withdraw_edition(w, find_integration(w.session, integration_id), edition)


@profiles.post(f"{PLATFORM}/sandbox", allow="admin", answer=CredentialsView, status=201)
def give_sandbox_key(integration_id):
    """An API key and a push secret for trying out, shown once; asked for again, new ones, and the former end."""
    with work() as w:
        w.principal.require(None, "admin")
        return credentials(open_sandbox(w, find_integration(w.session, integration_id)))


@profiles.post(f"{PLATFORM}/sandbox/end", allow="admin", answer=IntegrationView)
def end_sandbox_key(integration_id):
    """The key and the secret for trying out end now; what was tried can still be looked at."""
    with work() as w:
        w.principal.require(None, "admin")
        return close_sandbox(w, find_integration(w.session, integration_id))


@profiles.get(f"{PLATFORM}/sandbox/attempts", allow=("admin", "supervisor"), answer=AttemptView, page=True)
def list_attempts(asked, integration_id):
    """What was sent by the sandbox key, and its verdicts; the latest first."""
    with reading() as session:
        find_integration(session, integration_id)
        return keyset(session, attempts_of(integration_id), (SandboxAttempt.id,), asked)


@profiles.get("/sandbox/attempts", allow=PUBLIC, answer=OwnAttemptView, page=True)
def list_own_attempts(asked):
    """The same for the integrator, by the sandbox's API key."""
    with reading() as session:
        integration_id = find_own_sandbox(session.principal)
        return keyset(session, attempts_of(integration_id), (SandboxAttempt.id,), asked)

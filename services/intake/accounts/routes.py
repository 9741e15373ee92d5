"""Programs' doors to signing in, accounts and integrations."""

from datetime import UTC, datetime
from types import SimpleNamespace

from flask import request

from shared.principal import Principal
from shared.web.current import principal, reading, store, work
from shared.web.doors import ANYONE, PUBLIC, Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, usecases
from .models import Account, Integration
from .schemas import (
    AccountQuery,
    AccountView,
    AmendAccount,
    AmendIntegration,
    ChangePassword,
    CreateAccount,
    CreateIntegration,
    CredentialsView,
    IntegrationView,
    RotateIntegration,
    SignIn,
    TokenView,
    WhoView,
)

accounts = Room("accounts", __name__, description="Who may come in: people, platforms, and where (RO-1)")


def shown(who: Principal) -> dict:
    names = ("subject", "kind", "name", "login", "operator_id")
    return {name: getattr(who, name) for name in names} | {
        "roles": {site: list(held) for site, held in who.roles.items()}
    }


@accounts.post("/sign-in", allow=PUBLIC, body=SignIn, answer=TokenView)
def sign_in(asked):
    """A short-lived token for a login and its password."""
    signed_in = usecases.sign_in(store(), **asked, address=request.remote_addr or "", now=datetime.now(UTC))
    return {"token": signed_in.token, "expires_at": signed_in.expires_at, "principal": shown(signed_in.principal)}


@accounts.post("/tokens", allow=PUBLIC, answer=TokenView)
def exchange_key():
    """A short-lived token for an API key in the Authorization header; the key itself is taken by intake alone."""
    now = datetime.now(UTC)
    with store().reading(None) as session:
        who = usecases.exchange_key(session, request.headers.get("Authorization"), now)
    token, expires_at = usecases.token_for(who, store().settings, now=now)
    return {"token": token, "expires_at": expires_at, "principal": shown(who)}


@accounts.get("/me", allow=ANYONE, answer=WhoView)
def show_me():
    return shown(principal())


@accounts.post("/me/password", allow=ANYONE, body=ChangePassword, answer=AccountView)
def change_password(asked):
    """Every browser of this account has to sign in again."""
    came = {"address": request.remote_addr or "", "now": datetime.now(UTC)}
    return usecases.change_password(store(), principal(), **asked, **came)


@accounts.post("/accounts", allow="admin", body=CreateAccount, answer=AccountView, status=201)
def create_account(asked):
    with work() as w:
        w.principal.require(None, "admin")
        return usecases.create_account(w, **asked)


@accounts.get("/accounts", allow="admin", query=AccountQuery, answer=AccountView, page=True)
def list_accounts(asked):
    with reading() as session:
        return keyset(session, queries.accounts(asked, principal()), (Account.id,), asked, descending=False)


@accounts.get("/accounts/<uuid:account_id>", allow="admin", answer=AccountView)
def show_account(account_id):
    with reading() as session:
        return queries.find_account(session, account_id)


@accounts.patch("/accounts/<uuid:account_id>", allow="admin", body=AmendAccount, answer=AccountView)
def amend_account(asked, account_id):
    """Name, roles, staff code; a new password or `disabled` ends every session."""
    with work() as w:
        w.principal.require(None, "admin")
        account = queries.find_account(w.session, account_id)
        check_version(account)
        return usecases.amend_account(w, account, **without_version(asked))


@accounts.post("/integrations", allow="admin", body=CreateIntegration, answer=CredentialsView, status=201)
def create_integration(asked):
    """The API key and the push secret are shown in this answer and never again."""
    with work() as w:
        w.principal.require(None, "admin")
        return credentials(usecases.create_integration(w, **asked))


@accounts.get("/integrations", allow=("admin", "supervisor"), answer=IntegrationView, page=True)
def list_integrations(asked):
    with reading() as session:
        return keyset(session, queries.integrations(principal()), (Integration.id,), asked, descending=False)


@accounts.get("/integrations/<uuid:integration_id>", allow=("admin", "supervisor"), answer=IntegrationView)
def show_integration(integration_id):
    with reading() as session:
        return queries.find_integration(session, integration_id)


@accounts.patch("/integrations/<uuid:integration_id>", allow="admin", body=AmendIntegration, answer=IntegrationView)
def amend_integration(asked, integration_id):
    with work() as w:
        w.principal.require(None, "admin")
        integration = queries.find_integration(w.session, integration_id)
        check_version(integration)
        return usecases.amend_integration(w, integration, **without_version(asked))


@accounts.post(
    "/integrations/<uuid:integration_id>/rotate", allow="admin", body=RotateIntegration, answer=CredentialsView
)
def rotate_integration(asked, integration_id):
    """A new API key and push secret; the former ones stay good for some hours."""
    with work() as w:
        w.principal.require(None, "admin")
        integration = queries.find_integration(w.session, integration_id)
        return credentials(usecases.rotate_integration(w, integration, asked["grace_hours"]))


def credentials(issued) -> SimpleNamespace:
    """What was issued beside what it was issued for."""
    facts = {name: getattr(issued.integration, name) for name in IntegrationView().fields}
    secret = {"api_key": issued.api_key, "push_secret": issued.push_secret}
    return SimpleNamespace(**facts, **secret, former_valid_until=issued.former_valid_until)


def without_version(asked: dict) -> dict:
    """The body without the version, which the door itself has checked."""
    return {name: value for name, value in asked.items() if name != "version"}

"""People's doors: sign in, stay signed in, sign out, change the password. Works without a script and by keyboard."""

from datetime import UTC, datetime
from urllib.parse import quote

from flask import Response, make_response, redirect, request
from marshmallow import ValidationError

from shared.errors import DomainError
from shared.principal import Principal
from shared.web import auth
from shared.web.current import maybe_principal, principal, store, work
from shared.web.pages import ANYONE, PUBLIC, Pages, _

from . import usecases
from .local_paths import local_path
from .principals import principal_of
from .schemas import ChangePassword, SignIn

SESSION = "frontdesk_session"
pages = Pages("accounts", __name__)


@pages.get("/sign-in", allow=PUBLIC)
def sign_in_form():
    """Whoever has a living session goes straight on; the form is for the others."""
    return renewed() or form()


@pages.post("/sign-in", allow=PUBLIC)
def sign_in():
    try:
        asked = SignIn().load({name: request.form.get(name, "") for name in ("login", "password")})
        address, now = request.remote_addr or "", datetime.now(UTC)
        signed_in = usecases.sign_in(store(), **asked, address=address, now=now, keep=True)
    except (DomainError, ValidationError) as error:
        return refused(error)
    response = redirect(where_to(), 303)
    keep(response, signed_in.cookie, signed_in.cookie_expires_at)
    return auth.set_cookie(response, signed_in.token, signed_in.expires_at)


@pages.get("/session/renew", allow=PUBLIC)
def renew_session():
    """A new token for a living session, then on to `next`; otherwise to the form."""
    return renewed() or redirect(f"{request.script_root}/sign-in?next={quote(where_to(), safe='/')}", 303)


@pages.post("/sign-out", allow=PUBLIC)
def sign_out():
    with work(maybe_principal() or NOBODY) as w:
        usecases.end_session(w, request.cookies.get(SESSION))
    response = redirect(f"{request.script_root}/sign-in", 303)
    response.delete_cookie(SESSION, path="/", httponly=True, samesite="Lax", secure=request.is_secure)
    return auth.clear_cookie(response)


@pages.get("/account", allow=ANYONE)
def account():
    return account_page()


@pages.post("/account", allow=ANYONE)
def change_password():
    try:
        asked = ChangePassword().load({name: request.form.get(name, "") for name in ("former", "password")})
        came = {"address": request.remote_addr or "", "now": datetime.now(UTC)}
        usecases.change_password(store(), principal(), **asked, **came)
    except (DomainError, ValidationError) as error:
        return account_page(problem=said(error)), getattr(error, "status", 422)
    response = redirect(f"{request.script_root}/sign-in", 303)
    return auth.clear_cookie(response)


def renewed() -> Response | None:
    """The way on with a new token, when there is a session and it lives."""
    if SESSION not in request.cookies:
        return None
    now = datetime.now(UTC)
    with store().work(NOBODY, now=now) as w:
        found = usecases.renew_session(w, request.cookies.get(SESSION))
    if found is None:
        return None
    who, cookie, until = found
    response = redirect(where_to(), 303)
    keep(response, cookie, until)
    return auth.set_cookie(response, *usecases.token_for(principal_of(who), store().settings, now=now))


def keep(response: Response, cookie: str, until: datetime) -> None:
    options = {"httponly": True, "samesite": "Lax", "secure": request.is_secure, "path": "/"}
    response.set_cookie(SESSION, cookie, expires=until, **options)


def where_to() -> str:
    return local_path(request.values.get("next")) or f"{request.script_root}/"


def form(problem: str | None = None) -> str:
    filled = {"login": request.form.get("login", ""), "next": local_path(request.values.get("next")) or ""}
    return pages.render("accounts/sign_in.html", problem=problem, at_sign_in=True, **filled)


def refused(error: Exception) -> Response:
    response = make_response(form(said(error)), getattr(error, "status", 422))
    waiting = getattr(error, "extra", {}).get("retry_after")
    if waiting:
        response.headers["Retry-After"] = str(waiting)
    return response


def said(error: Exception) -> str:
    """In the reader's language; a missing field is said as what it is."""
    return _(getattr(error, "detail", "Fill in both fields; a new password has at least 10 characters."))


def account_page(problem: str | None = None) -> str:
    return pages.render("accounts/account.html", who=principal(), problem=problem)


NOBODY: Principal | None = None  # before somebody is known, or where a session's secret alone decides

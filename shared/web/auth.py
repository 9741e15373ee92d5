"""Who knocks and may they come in: every door says whom it allows, and nothing is open by accident (RO-1)."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from flask import Flask, Request, current_app, g, redirect, request
from werkzeug.wrappers import Response

from shared import logs
from shared.errors import NotAllowed, Unauthenticated
from shared.principal import ROLES, Principal

from . import tokens
from .current import service, settings

COOKIE = "frontdesk_token"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
PUBLIC = "public"  # no sign-in
ANYONE = "anyone"  # any role, but signed in


def allowing(allow) -> str | tuple[str, ...]:
    """Check what a door says in `allow=`. Raises ValueError for a role that does not exist."""
    if allow in (PUBLIC, ANYONE):
        return allow
    roles = (allow,) if isinstance(allow, str) else tuple(allow)
    misspelt = set(roles) - set(ROLES)
    if misspelt or not roles:
        raise ValueError(f"allow= names no role of the house: {', '.join(sorted(misspelt)) or 'nothing'}")
    return roles


def mark(view, allow, *, page: bool = False) -> Callable:
    """Write on a view whom it allows."""
    view.allow, view.page = allowing(allow), page
    return view


def register(app: Flask) -> None:
    app.before_request(admit)


def refuse_unmarked(app: Flask) -> None:
    """Raises RuntimeError naming the doors that say nothing about whom they allow."""
    open_doors = {rule.rule for rule in app.url_map.iter_rules() if not _marked(app, rule.endpoint)}
    if open_doors:
        raise RuntimeError(f"These doors do not say allow=: {', '.join(sorted(open_doors))}")


def _marked(app: Flask, endpoint: str) -> bool:
    return bool(getattr(app.view_functions[endpoint], "allow", None))


def admit() -> Response | None:
    """Before every request: find out who asks and whether this door is theirs, and at which sites."""
    g.principal = g.signed_in = None
    view = current_app.view_functions.get(request.endpoint or "")
    unknown = view is None  # Flask will answer 404 or 405 itself
    allow, page = (PUBLIC, False) if unknown else (getattr(view, "allow", None), getattr(view, "page", False))
    if allow is None:
        raise NotAllowed("This door says nothing about whom it allows.")
    try:
        g.signed_in, by_cookie = identify(request)
        g.principal = g.signed_in
    except Unauthenticated:
        if allow != PUBLIC:
            return _sign_in(page)
        by_cookie = False
    if request.method in UNSAFE and (by_cookie or page) and not unknown:
        require_same_origin(request)
    if g.principal is None:
        return None if allow == PUBLIC else _sign_in(page)
    logs.bind(subject=g.principal.subject, operator=str(g.principal.operator_id))
    if allow not in (PUBLIC, ANYONE):
        g.principal = g.principal.where(*allow)
        if not g.principal.roles:
            raise NotAllowed(f"This needs one of the roles {', '.join(allow)}.", roles=list(allow))
    return None


def identify(asked: Request) -> tuple[Principal | None, bool]:
    """The principal, and whether only a cookie speaks for it. Raises Unauthenticated for a bad token."""
    for authenticator in getattr(service(), "authenticators", ()):
        found = authenticator(asked)
        if found is not None:
            return found, False
    public_jwks = getattr(settings(), "token_public_keys", "")
    header = asked.headers.get("Authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Authorization: Bearer <token> is expected.")
        return tokens.read(token.strip(), public_jwks), False
    kept = asked.cookies.get(COOKIE) if "HTTP_COOKIE" in asked.environ else None
    return (tokens.read(kept, public_jwks), True) if kept else (None, False)


def require_same_origin(asked: Request) -> None:
    """A browser sends cookies wherever a page tells it to: only our own pages may write with them."""
    site = asked.headers.get("Sec-Fetch-Site")
    origin = asked.headers.get("Origin")
    same = site == "same-origin" if site else bool(origin) and urlsplit(origin).netloc == asked.host
    if not same:
        raise NotAllowed("Writing with a cookie needs Origin or Sec-Fetch-Site to be our own; programs send a token.")


def _sign_in(page: bool) -> Response:
    if not page or "text/html" not in request.headers.get("Accept", "text/html") and not _by_htmx():
        raise Unauthenticated("Sign in, or send a token in the Authorization header.")
    address = f"{getattr(settings(), 'sign_in_url', '/intake/sign-in')}?next={quote(_way_back(), safe='/')}"
    if _by_htmx():
        return Response("", 401, {"HX-Redirect": address, "WWW-Authenticate": 'Bearer realm="frontdesk"'})
    return redirect(address, 303)


def _way_back() -> str:
    """The page to come back to after signing in: the one in the browser, which a form's address is not."""
    here = request.script_root + request.full_path.rstrip("?")
    if _by_htmx() or request.method in UNSAFE:
        seen = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
        return f"{seen.path or request.script_root + '/'}{'?' + seen.query if seen.query else ''}"
    return here


def _by_htmx() -> bool:
    return "HX-Request" in request.headers


def set_cookie(response: Response, token: str, expires_at) -> Response:
    """Keep a session's token in the browser: unreadable for scripts, sent by our own site only."""
    secure = request.is_secure
    response.set_cookie(COOKIE, token, expires=expires_at, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


def clear_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=request.is_secure)
    return response

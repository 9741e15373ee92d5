"""The frame around every page: its own files, language, navigation, and the page that says what went wrong."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request

from shared.web.auth import ANYONE, PUBLIC, mark
from shared.web.current import settings, signed_in

from . import filters, words
from .navigation import bottom_places, entries_for, is_here
from .problems import problem_words

ROOT = str(Path(__file__).parent)
STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
WORTH_PACKING = 1024
YEAR = 365 * 24 * 3600
TAKE_CALLS = {"desk", "night_duty", "supervisor", "manager"}

blueprint = Blueprint("frame", __name__)


def register(app: Flask, service) -> None:
    app.register_blueprint(blueprint)
    app.extensions["error_page"] = error_page
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"_": words._, "asset": asset, "language": words.language, "problem_words": problem_words}
    app.jinja_env.globals |= {"with_query": with_query, "is_here": is_here, "bottom_places": bottom_places}
    app.jinja_env.filters |= filters.ALL
    app.context_processor(lambda: about_the_frame(service))
    app.after_request(keep_language)


def about_the_frame(service) -> dict:
    """What layout.html needs on every page."""
    principal = signed_in()
    return {
        "principal": principal,
        "navigation": entries_for(principal) if principal else [],
        "site_name": _site_name(service, principal),
        "takes_calls": bool(principal and principal.all_roles & TAKE_CALLS),
        "root": request.script_root,
        **_front_door(getattr(settings(), "sign_in_url", "/intake/sign-in")),
    }


def _front_door(sign_in_url: str) -> dict:
    """Signing in and out and searching happen where the people of the house come in."""
    house = sign_in_url.rsplit("/", 1)[0]
    here = request.script_root + request.path
    urls = {"sign_in_url": sign_in_url, "sign_out_url": f"{house}/sign-out", "search_url": f"{house}/tickets"}
    urls["new_url"] = f"{house}/tickets/new"
    return {**urls, "at_sign_in": here == sign_in_url}


def _site_name(service, principal) -> str:
    """A service that knows its sites' names gives a function `site_name(principal)`."""
    naming = getattr(service, "site_name", None)
    return naming(principal) if naming and principal else ""


def error_page(problem: dict) -> Response:
    """The page of a problem; for htmx only its alert, to be put where the answer would have gone."""
    template = "error_part.html" if "HX-Request" in request.headers else "error.html"
    return Response(render_template(template, problem=problem), problem["status"], mimetype="text/html")


def with_query(**changed) -> str:
    """This page's address with some of its query changed: another language, the next page."""
    return f"{request.script_root}{request.path}?{urlencode({**request.args.to_dict(), **changed})}"


def keep_language(response: Response) -> Response:
    """Once chosen, a language stays chosen."""
    asked = request.args.get("lang") if request.query_string else None
    if asked in words.LANGUAGES and request.cookies.get(words.COOKIE) != asked and response.mimetype == "text/html":
        response.set_cookie(words.COOKIE, asked, max_age=YEAR, path="/", samesite="Lax", secure=request.is_secure)
    return response


def home():
    """The first place this person may go to."""
    places = entries_for(signed_in())
    if not places:
        abort(404)
    return redirect(places[0].path, 303)


def open_home(app: Flask) -> None:
    """Give "/" to `home`, unless the service has a page there."""
    if not any(rule.rule == "/" for rule in app.url_map.iter_rules()):
        app.add_url_rule("/", "home", mark(home, ANYONE, page=True))


@lru_cache(maxsize=64)
def packed(name: str) -> tuple[bytes, bytes | None, str, str]:
    """A file of ours: plain, gzipped, media type, and the mark of its content."""
    path = (STATIC / name).resolve()
    if not path.is_file() or not path.is_relative_to(STATIC.resolve()):
        raise FileNotFoundError(name)
    plain = path.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    small = gzip.compress(plain, 9, mtime=0) if len(plain) > WORTH_PACKING else None
    return plain, small, kind, hashlib.sha256(plain).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of one of our files; it changes with the content, so browsers may keep it for ever."""
    return f"{request.script_root}/static/{name}?v={packed(name)[3]}"


@blueprint.get("/static/<path:name>")
def static(name: str):
    try:
        plain, small, kind, mark_of_content = packed(name)
    except (FileNotFoundError, ValueError):
        abort(404)
    zipped = small is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(small if zipped else plain, mimetype=kind)
    response.headers["Cache-Control"] = FOREVER if request.args.get("v") == mark_of_content else "no-cache"
    response.set_etag(f"{mark_of_content}{'-gz' if zipped else ''}")
    response.vary.add("Accept-Encoding")
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response.make_conditional(request)


mark(static, PUBLIC)

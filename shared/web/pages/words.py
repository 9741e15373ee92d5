"""Both languages: English is the key, the Chinese stands in `words/zh_Hans.po` beside each package."""

import importlib.util
from functools import lru_cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import current_app, g, has_request_context, request

COOKIE = "frontdesk_language"
LANGUAGES = ("zh", "en")
CATALOGUE = Path("words") / "zh_Hans.po"
HERE = Path(__file__).parent
_METHODS = [("**/tests/**", "ignore"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.py", "python")]


def language() -> str:
    """The language, "zh" or "en": asked for in the address, kept in a cookie, preferred by the browser, or Chinese."""
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        asked = request.args.get("lang") or request.cookies.get(COOKIE)
        g.language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    return g.language


def _(english: str, **parts) -> str:
    """The text in the language of this request; `%(name)s` is filled from `parts`."""
    text = translate(english, language(), _service())
    return text % parts if parts else text


def state_words(english: str) -> str:
    """The same for the name of a state."""
    return translate(english, language(), _service(), "state")


def _service() -> str:
    return current_app.extensions["service"].name if current_app else ""


def translate(english: str, language: str, service: str = "", context: str = "") -> str:
    """The Chinese of `english`, that of `context` first; the English itself when there is none."""
    if language == "en":
        return english
    known = catalogue_of(service)
    return known.get(f"{context}|{english}") or known.get(english, english)


def either(text: str) -> str:
    """The half for this reader of what an event carries as "中文 / English"; other texts as they are."""
    chinese, both, english = text.partition(" / ")
    if not both or chinese.isascii():
        return text
    return english if language() == "en" else chinese


@lru_cache(maxsize=16)
def catalogue_of(service: str) -> dict[str, str]:
    """The frame's words and those of the service, which win."""
    folder = folder_of(service)
    return read(HERE) | (read(folder) if folder else {})


def folder_of(service: str) -> Path | None:
    try:
        found = importlib.util.find_spec(f"services.{service}") if service else None
    except ModuleNotFoundError:
        found = None
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places else None


def read(folder: Path) -> dict[str, str]:
    """The catalogue beside a package: English to Chinese, without empty translations.

    A text that means another thing in another place is kept as `context|text`: the state Open is not the verb Open.
    """
    path = folder / CATALOGUE
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans", abort_invalid=True)
    said = [message for message in catalogue if message.id and message.string]
    return {f"{m.context}|{m.id}" if m.context else str(m.id): str(m.string) for m in said}


def missing(folder: Path | str) -> list[str]:
    """Texts used in a package (templates and Python) that no catalogue translates; a test wants this empty."""
    folder = Path(folder)
    known = read(HERE) | read(folder)
    found = {text for _file, _line, text, _notes, _context in _texts(folder)}
    return sorted(text for text in found if text not in known)


def _texts(folder: Path):
    keywords = {"_": None, "Entry": (2,)}
    return extract_from_dir(folder, _METHODS, {}, keywords)

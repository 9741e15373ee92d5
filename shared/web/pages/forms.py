"""Forms and steps of a page: what is asked, in which words, and the answers as the program's door would take them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from marshmallow import Schema, ValidationError

from shared.errors import BadInput, Stale
from shared.web.fields import Flag, Instant, Whole

from .filters import zone
from .words import _

Words = Callable[[], str]


@dataclass(frozen=True)
class Ask:
    """One field of a form. `kind` is text, area, number, moment, choice or check; a choice has (value, words)."""

    name: str
    words: Words
    kind: str = "text"
    choices: Callable[[], list[tuple[str, str]]] | None = None
    required: bool = False
    longest: int = 100
    hint: Words | None = None


@dataclass(frozen=True)
class Step:
    """An action with a button: its words, the use case, the shape of its answers, what is asked for it.

    `aside`: never the likely one, whatever the table puts first.
    """

    words: Words
    usecase: Callable
    shape: type[Schema] | None = None
    asks: tuple[Ask, ...] = ()
    aside: bool = False


def read_form(shape: type[Schema] | None, form, **also) -> dict:
    """What was typed, as `shape` takes it; an empty field is one that was not answered. `also` is known otherwise.

    Raises BadInput naming what is wrong.
    """
    if shape is None:
        return {}
    asked = {held.data_key or name: held for name, held in shape().fields.items()}
    given = {name: _typed(held, form[name].strip()) for name, held in asked.items() if form.get(name, "").strip()}
    try:
        return shape().load({**given, **also})
    except ValidationError as error:
        faults = error.messages if isinstance(error.messages, dict) else {"": error.messages}
        said = {name: found if isinstance(found, list) else _flat(found) for name, found in faults.items()}
        raise BadInput(_("Something is missing or not right."), errors=said) from error


def _flat(found) -> list[str]:
    """What is wrong within a list of things, in one line each."""
    inner = found.values() if isinstance(found, dict) else [found]
    return [one for part in inner for one in (_flat(part) if isinstance(part, dict) else part)]


def _typed(held, said: str):
    if isinstance(held, Flag):
        return said in ("yes", "true")
    if isinstance(held, Whole):
        return int(said[:18]) if said.isascii() and said.isdecimal() else said
    return on_the_wall(said) if isinstance(held, Instant) else said


def step_named(known: dict[str, Step], action: str) -> Step:
    """Raises BadInput where the page knows no such step; asked only about a thing that was found."""
    if action not in known:
        raise BadInput(_("There is no such step."))
    return known[action]


def take_step_on_page(work, thing, known: dict[str, Step], action: str, form) -> None:
    """A button of the page of a `thing` that was found and locked: its use case, with what the form says.

    Raises what the use case refuses, BadInput and Stale.
    """
    step = step_named(known, action)
    see_version(form, thing)
    step.usecase(work, thing, **read_form(step.shape, form))


def on_the_wall(said: str) -> str:
    """What the browser's clock field says is meant in the site's zone."""
    try:
        return datetime.fromisoformat(said).replace(tzinfo=zone()).isoformat()
    except ValueError:
        return said


def see_version(form, thing) -> None:
    """Raises Stale when somebody else changed it since this page was made."""
    if form.get("version") != str(thing.version):
        raise changed_meanwhile()


def changed_meanwhile() -> Stale:
    return Stale(_("Somebody else changed this at the same moment. Read it again and repeat what still fits."))

"""A small service of one room, for testing what all doors share."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from shared.errors import Conflict, NotFound, TooMany
from shared.ids import new_id
from shared.principal import Principal
from shared.service import Service
from shared.storage.tables import Identified, Scoped, Stamped, Versioned, make_base
from shared.web import fields
from shared.web.current import principal, reading, work
from shared.web.doors import ANYONE, PUBLIC, Room
from shared.web.pages import Entry, Pages
from shared.web.paging import keyset
from shared.web.schemas import Action, In, Out, Query
from shared.web.versions import check_version

OPERATOR, SITE = UUID(int=1), UUID(int=2)
Base = make_base()


class Thing(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "things"
    name: Mapped[str] = mapped_column(String(200), unique=True)


class OpenThing(In):
    name = fields.Text(required=True)
    price = fields.Money()


class RenameThing(Action):
    name = fields.Text(required=True)


class ThingView(Out):
    id = fields.Id()
    name = fields.Text()
    version = fields.Whole()


class ThingQuery(Query):
    name = fields.Text()
    urgent = fields.Flag()


things = Room("things", __name__, description="Things of the test")
pages = Pages("things", __name__)


@things.post("/things", allow=("desk",), body=OpenThing, answer=ThingView, status=201, idempotent=True)
def open_thing(asked):
    """Open a thing."""
    with work() as w:
        thing = Thing(name=asked["name"])
        w.session.add(thing)
        w.session.flush()
        if asked["name"] == "refused":
            raise Conflict("Refused on purpose.", allowed=["rename"])
    return thing


@things.post("/strict-things", allow=("desk",), body=OpenThing, answer=ThingView, status=201, idempotent="required")
def open_strict_thing(asked):
    """Open a thing, but only with a key."""
    return open_thing(asked)


@things.get("/things", allow=ANYONE, query=ThingQuery, answer=ThingView, page=True)
def list_things(asked):
    """List the things."""
    with reading() as session:
        return keyset(session, select(Thing), (Thing.created_at, Thing.id), asked)


@things.get("/things/<uuid:thing_id>", allow=ANYONE, answer=ThingView)
def see_thing(thing_id):
    """See a thing."""
    with reading() as session:
        return found(session, thing_id)


@things.post("/things/<uuid:thing_id>/rename", allow=("desk",), body=RenameThing, answer=ThingView)
def rename_thing(asked, thing_id):
    """Rename a thing."""
    with work() as w:
        thing = found(w.session, thing_id)
        check_version(thing)
        thing.name = asked["name"]
    return thing


@things.post("/things/<uuid:thing_id>/take", allow=("desk",), answer=ThingView)
def take_thing(thing_id):
    """Take a thing; the body is empty or says the version."""
    with reading() as session:
        thing = found(session, thing_id)
        check_version(thing)
        return thing


@things.get("/whoami", allow=PUBLIC)
def whoami():
    """Say who asks."""
    return principal().claims()


@things.get("/busy", allow=PUBLIC)
def busy():
    """Refuse for a while."""
    raise TooMany("Wait a minute.", retry_after=60)


@things.get("/broken", allow=PUBLIC)
def broken():
    """Fail."""
    raise RuntimeError("the secret is 13812345521")


@pages.get("/things", allow=("desk",))
def thing_list():
    return pages.render("layout.html")


@pages.post("/things", allow=("desk",))
def open_thing_page():
    return pages.render("layout.html")


def found(session, thing_id) -> Thing:
    thing = session.get(Thing, thing_id)
    if thing is None:
        raise NotFound("There is no such thing.")
    return thing


def service(**changed) -> Service:
    entries = (Entry("/things", "Desk", ("desk",), key="t", main=True), Entry("/secret", "Admin", ("admin",)))
    said = {"name": "fake", "metadata": Base.metadata, "routes": (things,), "pages": (pages,), "navigation": entries}
    return Service(**{**said, **changed})


def person(login: str, *roles: str, operator: UUID = OPERATOR, site: str = str(SITE)) -> Principal:
    return Principal(f"person:{login}", "person", "李敏", login, operator, {site: roles})


def a_thing(name: str) -> Thing:
    return Thing(id=new_id(), operator_id=OPERATOR, site_id=SITE, name=name, created_at=datetime.now(UTC))

"""Requests as the sweep sends them, each carried out for real and then undone: the next one finds the same house."""

from contextlib import contextmanager

from shared.principal import Principal
from tests.security.cast import COOKIE, token_of
from tests.security.doors import Door
from tests.security.filling import body_for

HTML = "text/html"


class _Undone(Exception):
    pass


def undo_every_work(store) -> None:
    """From now on whatever a request writes is rolled back after it was flushed."""
    really = store.work

    @contextmanager
    def rehearsal(*given, **options):
        try:
            with really(*given, **options) as work:
                yield work
                work.session.flush()
                work.session.expunge_all()  # what the answer shows is not to be read again
                raise _Undone
        except _Undone:
            return

    store.work = rehearsal


class Asking:
    """`ask(door, ids, who)` knocks at one door as somebody, by header or by a browser's cookie."""

    def __init__(self, app, private_key: str, world):
        self.app, self.private_key, self.world = app, private_key, world
        self._tokens: dict = {}

    def token(self, who: Principal) -> str:
        key = (who.subject, who.operator_id, str(who.roles))
        if key not in self._tokens:
            self._tokens[key] = token_of(who, self.private_key)
        return self._tokens[key]

    def __call__(self, door: Door, ids: dict, who: Principal | None, *, cookie: bool = False, **options):
        return self.raw(door, ids, self.token(who) if who else None, cookie=cookie, **options)

    def raw(self, door: Door, ids: dict, token: str | None, *, cookie=False, body=None, query=None, parts=None):
        """`parts` are other ids than those of `ids` in the address."""
        client = self.app.test_client()
        headers = {"Accept": HTML} if door.page else {}
        headers |= {"If-Match": "*", "Idempotency-Key": "the-same-key"} if door.writes else {}
        if token and cookie:
            client.set_cookie(COOKIE, token)
        elif token:
            headers["Authorization"] = f"Bearer {token}"
        if door.page or cookie:
            headers["Sec-Fetch-Site"] = "same-origin"
        given = {"headers": headers, "query_string": query or self.query(door, ids)}
        if door.writes:
            given["data" if door.page else "json"] = self.body(door, ids) if body is None else body
        return client.open(
            door.address({**ids, **self.special(door, ids), **(parts or {})}), method=door.method, **given
        )

    def special(self, door: Door, ids: dict) -> dict:
        """This door's own example, where a thing must stand in a certain state."""
        return self.world.special.get((door.method, door.rule.rsplit("/", 1)[-1]), lambda _ids: {})(ids)

    def body(self, door: Door, ids: dict) -> dict:
        made = self.world.bodies.get(door.endpoint)
        if made is not None:
            return made(ids)
        return body_for(door.body) if door.body else {}

    def query(self, door: Door, ids: dict) -> dict:
        made = self.world.queries.get(door.endpoint)
        return made(ids) if made else {}

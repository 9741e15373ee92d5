"""A test client that is somebody: it signs in by a real token, as every caller does."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from shared.principal import Principal
from shared.web import tokens


class Client:
    """`client.as_(person)` speaks as that person; the plain client speaks as nobody."""

    def __init__(self, app, private_key: str, principal: Principal | None = None):
        self._app, self._private_key, self.principal = app, private_key, principal
        self._client: FlaskClient = app.test_client()
        self._headers = {}
        if principal:
            token = tokens.mint(private_key, principal, seconds=900, now=datetime.now(UTC))
            self._headers = {"Authorization": f"Bearer {token}"}

    def as_(self, principal: Principal) -> "Client":
        return Client(self._app, self._private_key, principal)

    def open(self, method: str, path: str, *, version: int | None = None, headers: dict | None = None, **options):
        """`path` without the /api/v1; `version` becomes If-Match."""
        given = {**self._headers, **(headers or {})}
        if version is not None:
            given["If-Match"] = f'"{version}"'
        return self._client.open(f"/api/v1{path}", method=method, headers=given, **options)

    def page(self, method: str, path: str, headers: dict | None = None, **options):
        """A page for people: the path as it is."""
        return self._client.open(path, method=method, headers={**self._headers, **(headers or {})}, **options)

    def get(self, path, **options):
        return self.open("GET", path, **options)

    def post(self, path, **options):
        return self.open("POST", path, **options)

    def put(self, path, **options):
        return self.open("PUT", path, **options)

    def patch(self, path, **options):
        return self.open("PATCH", path, **options)

"""A person's or a machine's way in: the public doors, with their own token, patient with a service that comes back."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping

import requests

PATIENCE = 60.0  # seconds: a service that was killed is started again within these
LATER = {429, 502, 503, 504}


class Refused(Exception):
    """The door said no; `status` and `problem` say why."""

    def __init__(self, method: str, path: str, answer: requests.Response):
        self.status = answer.status_code
        self.problem = problem_of(answer)
        told = self.problem.get("errors") or self.problem.get("detail") or answer.text[:300]
        super().__init__(f"{method} {path}: {self.status} {told}")


class NoAnswer(Refused):
    """Nobody answered for as long as we waited. Whether it was done is unknown: look before asking again."""

    def __init__(self, method: str, path: str, error: Exception):
        self.status, self.problem = 0, {}
        Exception.__init__(self, f"{method} {path}: no answer, {type(error).__name__}")


def problem_of(answer: requests.Response) -> dict:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class Door:
    """The four services behind one address (or each behind its own), as one signed-in person sees them."""

    def __init__(
        self,
        url: str | Mapping[str, str],
        login: str | None = None,
        password: str | None = None,
        token: str | None = None,
    ):
        self.url, self.login, self.password, self.token = url, login, password, token
        self.here = threading.local()
        self.signing_in = threading.Lock()

    def get(self, path: str, **query):
        return self.ask("GET", path, params={k: v for k, v in query.items() if v is not None})

    def post(self, path: str, body=None, headers: dict | None = None, **query):
        return self.ask("POST", path, json=body if body is not None else {}, headers=headers, params=query)

    def put(self, path: str, body):
        return self.ask("PUT", path, json=body)

    def items(self, path: str, **query) -> Iterator[dict]:
        """Every item of a list, page after page."""
        after = None
        while True:
            page = self.get(path, after=after, limit=200, **query)
            yield from page["items"]
            after = page.get("next")
            if not after:
                return

    def act(self, thing: str, found: dict, action: str, **facts) -> dict:
        """One action on one thing, on the version that was read."""
        return self.post(f"{thing}/{found['id']}/{action}", {"version": found["version"], **facts})

    def ask(self, method: str, path: str, **options):
        answer = self.send(method, path, **options)
        if answer.status_code == 401 and self.login and path != "/intake/api/v1/sign-in":
            self.token = None
            answer = self.send(method, path, **options)
        if answer.status_code >= 400:
            raise Refused(method, path, answer)
        return answer.json() if answer.content and "json" in answer.headers.get("content-type", "") else answer.text

    def send(self, method: str, path: str, headers: dict | Callable[[], dict] | None = None, **options):
        """Asks until there is an answer. Raises NoAnswer.

        Behind a cut connection the request may have been carried out: what is asked again has to bear that, by an
        Idempotency-Key, an id of its own, or the version it was decided on. Headers that must be new for each
        request, as signatures are, come from a function.
        """
        until, pause = time.monotonic() + PATIENCE, 0.05
        address = self.address_of(path)
        while True:
            given = {**((headers() if callable(headers) else headers) or {}), **self.credentials(path)}
            try:
                answer = self.session().request(method, address, headers=given, timeout=30, **options)
                if answer.status_code not in LATER or time.monotonic() > until:
                    return answer
            except requests.RequestException as error:
                if time.monotonic() > until:
                    raise NoAnswer(method, path, error) from error
            threading.Event().wait(pause)
            pause = min(1.0, pause * 2)

    def address_of(self, path: str) -> str:
        """Paths begin with the service's name, also where each service has an address of its own."""
        base = self.url if isinstance(self.url, str) else self.url[path.split("/")[1]]
        return base.rstrip("/") + path

    def credentials(self, path: str) -> dict:
        if self.login and not self.token and path != "/intake/api/v1/sign-in":
            with self.signing_in:
                if not self.token:
                    self.sign_in()
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def sign_in(self):
        told = self.post("/intake/api/v1/sign-in", {"login": self.login, "password": self.password})
        self.token = told["token"]

    def session(self) -> requests.Session:
        if not hasattr(self.here, "session"):
            self.here.session = requests.Session()
            self.here.session.trust_env = False
        return self.here.session

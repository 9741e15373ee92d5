"""Nobody makes us knock inside our own house: the name is looked up once, the line goes to what was checked, and nobody
is followed anywhere (reliability.md 2.7 item 5; ASVS 1.3.6, API7). The addresses themselves: notify's `webhooks` tests.
"""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from services.notify.channels import addresses, http

PUBLIC, INSIDE = "93.184.215.14", "127.0.0.1"


class Names:
    """A name server of our own: what each name leads to, one answer after the other; the last one stays."""

    def __init__(self, **leads: list[list[str]]):
        self.leads, self.asked = leads, 0

    def __call__(self, host, port, *_family, **_options):
        known = self.leads[host.split(".")[0]]
        found = known[min(self.asked, len(known) - 1)]
        self.asked += 1
        family = lambda at: socket.AF_INET6 if ":" in at else socket.AF_INET  # noqa: E731
        return [(family(at), socket.SOCK_STREAM, 6, "", (at, port)) for at in found]


@pytest.fixture
def lines(monkeypatch):
    """To which address each line was opened; none of them is: the internet is not asked."""
    opened = []

    def create_connection(address, *_given, **_options):
        opened.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", create_connection)
    return opened


def names(monkeypatch, **leads) -> Names:
    made = Names(**leads)
    monkeypatch.setattr(addresses.socket, "getaddrinfo", made)
    return made


def send(url: str, *, private: bool = False, timeout: float = 2) -> http.Reply:
    return http.post(url, b"{}", {"Content-Type": "application/json"}, timeout=timeout, private=private)


def test_a_name_that_changes_its_mind_after_the_check_gets_what_was_checked(monkeypatch, lines):
    asked = names(monkeypatch, rebind=[[PUBLIC], [INSIDE], [INSIDE]])
    with pytest.raises(http.Unreachable):
        send("http://rebind.example/hook")
    assert lines == [PUBLIC] and asked.asked == 1


@pytest.mark.parametrize(
    "found",
    [[INSIDE], [PUBLIC, INSIDE], [PUBLIC, "::1"], ["fd00::1"],
     ["169.254.169.254"], ["::ffff:10.0.0.1"], ["64:ff9b::a00:1"]],
)  # fmt: skip
def test_a_name_that_leads_inside_with_one_of_its_answers_is_not_called(monkeypatch, lines, found):
    names(monkeypatch, platform=[found])
    with pytest.raises(addresses.Forbidden):
        send("http://platform.example/hook")
    assert lines == []


def test_a_sender_that_looks_twice_would_be_caught(monkeypatch, lines):
    """The control: with a second look-up at connection time the line goes inside."""
    names(monkeypatch, rebind=[[PUBLIC], [INSIDE]])
    addresses.resolve(addresses.read_url("http://rebind.example/"), private=False)
    again = addresses.socket.getaddrinfo("rebind.example", 80)
    assert again[0][4][0] == INSIDE


@contextlib.contextmanager
def receiver(answer):
    """A receiver of our own; yields its address and what it was asked."""
    asked = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append((self.path, dict(self.headers)))
            answer(self)

        do_GET = do_POST

        def log_message(self, *_said):
            pass

    server = HTTPServer((INSIDE, 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{INSIDE}:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status):
    def elsewhere(door):
        door.send_response(status)
        door.send_header("Location", "http://169.254.169.254/latest/meta-data")
        door.send_header("Content-Length", "0")
        door.end_headers()

    with receiver(elsewhere) as (url, asked):
        assert send(url, private=True).status == status and len(asked) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_an_endless_answer_is_read_to_its_limit_and_never_unpacked(packed):
    def endless(door):
        door.send_response(200)
        if packed:
            door.send_header("Content-Encoding", "gzip")
        door.send_header("Content-Length", str(10**12))
        door.end_headers()
        with contextlib.suppress(OSError):
            while True:
                door.wfile.write(b"x" * 65536)

    with receiver(endless) as (url, _asked):
        assert len(send(url, private=True, timeout=20).body) == http.LONGEST_ANSWER


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "ftp://h/", "unix:///run/docker.sock", "//h/", "",
        "http://user@h/", "http://h@169.254.169.254/", "http://h:0x50/", "http://h:-1/",
        "http://h\r\nX: 1/", "http://h/\r\nX: 1",
        "http://h\\@127.0.0.1/", "http://[::1", "http://１２７.0.0.1/", "http://localhost\t/",
        "http:///hook", "data:,x",
    ],
)  # fmt: skip
def test_no_other_scheme_user_or_spelling_is_an_address(url):
    with pytest.raises(addresses.Forbidden):
        addresses.read_url(url)

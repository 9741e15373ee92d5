"""The gateway's template under a real nginx: each service by its path, the true caller, nothing inside shown."""

import http.client
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import threading
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.deploy.stage import ROOT, SERVICES

TEMPLATE = ROOT / "deploy" / "gateway" / "default.conf.template"


class Told(http.server.BaseHTTPRequestHandler):
    """A service that answers with what it was asked."""

    def do_GET(self):
        said = json.dumps({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        """Nobody reads it."""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def configured(folder, port: int, behind: int) -> str:
    """The template as nginx's image fills it in; services have no names here, so they become one port."""
    values = {"PUBLIC_SCHEME": "https", "TRUSTED_PROXIES": "127.0.0.1", "UPSTREAM_SUFFIX": ""}
    text = TEMPLATE.read_text().replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.1")
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/dev/stdout", f"{folder}/access.log")
    assert "http://$house:8000;" in text and "${" not in text
    text = text.replace("http://$house:8000;", f"http://127.0.0.1:{behind};")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"pid {folder}/pid; daemon off; error_log {folder}/error.log; events {{}}\n"
    return f"{head}http {{ {paths}\n{text}\n}}\n"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """Where the gateway listens."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    assert program, "nginx is missing; on Debian: tools/servers.sh nginx"
    folder = tmp_path_factory.mktemp("nginx")
    port, house = free_port(), http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=house.serve_forever, daemon=True).start()
    config = folder / "nginx.conf"
    config.write_text(configured(folder, port, house.server_port))
    nginx = subprocess.Popen([program, "-e", f"{folder}/error.log", "-p", str(folder), "-c", str(config)])
    try:
        _wait(nginx, port, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        nginx.terminate()
        nginx.wait(10)
        house.shutdown()
        house.server_close()


def _wait(nginx, port: int, folder) -> None:
    over = threading.Event()
    for _ in range(200):
        assert nginx.poll() is None, (folder / "error.log").read_text()
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        over.wait(0.05)
    raise AssertionError("nginx does not listen")


def ask(url: str, **headers: str) -> tuple[int, dict]:
    try:
        with urlopen(Request(url, headers=headers), timeout=10) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except HTTPError as refused:
        return refused.code, {}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_found_at_its_path_with_the_path_kept(gateway, service):
    for path in (f"/{service}/api/v1/things?after=a%2Fb", f"/{service}"):
        status, told = ask(gateway + path)
        assert (status, told["path"]) == (200, path)


@pytest.mark.parametrize(
    "path",
    ["/intake/metrics", "/billing/metrics/", "/intake//metrics", "/notify/%6Detrics", "/dispatch/x/../metrics"]
    + ["/intake/livez", "/intake/readyz", "/intake/startupz", "/metrics", "/intakes/", "/elsewhere"],
)
def test_the_machinery_s_questions_are_not_answered_outside(gateway, path):
    assert ask(gateway + path)[0] == 404


def test_a_caller_cannot_say_who_he_is_nor_how_he_came(gateway):
    """Our own proxy's last word counts; what stands before it was written by the caller."""
    forged = {
        "X-Forwarded-For": "203.0.113.1, 198.51.100.9",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=1.2.3.4",
    }
    headers = ask(f"{gateway}/intake/", **forged, **{"X-Forwarded-Proto": "ftp"})[1]["headers"]
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("198.51.100.9", "https")
    assert "x-forwarded-host" not in headers and "forwarded" not in headers


def test_the_front_door_leads_to_intake(gateway):
    door = http.client.HTTPConnection(gateway.removeprefix("http://"))
    door.request("GET", "/")
    answer = door.getresponse()
    door.close()
    assert (answer.status, answer.headers["Location"]) == (302, "/intake/")


def test_what_is_logged_names_nobody():
    logged = re.search(r"log_format frontdesk (.*?);", TEMPLATE.read_text(), re.DOTALL)[1]
    assert not re.search(
        r"\$(args|request_uri|request|remote_addr|query_string|http_authorization|http_cookie)\b", logged
    )

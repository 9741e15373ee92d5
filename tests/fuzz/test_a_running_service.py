"""The same questions over a real line to a real process: what its web server itself answers is part of the promise."""

import socket

import pytest
import schemathesis
from hypothesis import given
from schemathesis.generation import GenerationMode

from tests.fuzz.conftest import tries
from tests.fuzz.doors.papers import CHECKS, cases, operations, told
from tests.security.test_running_process import running  # noqa: F401  intake's doors, as in production

pytestmark = [pytest.mark.slow]
RAW = {
    "no request": b"\0\0\0\0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "a length below zero": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that lie": b"POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a header without end": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    "headers without end": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: 1\r\n" * 500 + b"\r\n",
}


def test_nobody_signed_in_gets_a_promised_answer_at_every_door(running):  # noqa: F811
    _process, port, log, _secrets = running
    wrong, asked = [], 0
    papers = schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/api/v1/openapi.json")

    def put(case) -> None:
        case.call_and_validate(checks=CHECKS)

    for operation in operations(papers):
        asked += 1
        for mode in GenerationMode:
            try:
                tries(1, 20)(given(cases(operation, mode))(put))()
            except Exception as error:
                if "Unsatisfiable" not in type(error).__name__:
                    wrong.append(f"{operation.label}: {told(error)}")
    assert wrong == [] and asked > 50
    assert "Traceback" not in log.read_text()


def test_what_is_no_request_is_answered_or_hung_up_on_and_the_next_one_is_served(running):  # noqa: F811
    _process, port, log, _secrets = running
    for name, raw in RAW.items():
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            first = line.recv(4096).split(b"\r\n")[0]
        assert first == b"" or b" 4" in first[:13], (name, first)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200" in line.recv(4096)
    assert "Traceback" not in log.read_text()

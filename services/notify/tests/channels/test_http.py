"""One POST to a stranger has an end, wherever in its answer the stranger begins to drag it out (RV-9)."""

import contextlib
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.notify.channels.http import Unreachable, post
from services.notify.tests.stubs import drip

GOOD = b"HTTP/1.1 200 OK\r\n"
LONG = b"Content-Length: 60000\r\n"
BEGUN = {
    "its first line": b"",
    "its headers": GOOD,
    "a body of a length": GOOD + LONG + b"\r\n",
    "a body with which the line ends": GOOD + b"Connection: close\r\n" + LONG + b"\r\n",
    "a body without a length": GOOD + b"\r\n",
}


@pytest.mark.parametrize("first", BEGUN.values(), ids=BEGUN)
def test_a_receiver_that_sends_a_byte_now_and_then_is_hung_up_on(first):
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as pool:
        hung_up = pool.submit(drip, door, first)
        url = f"http://127.0.0.1:{door.getsockname()[1]}/"
        with contextlib.suppress(Unreachable):
            post(url, b"{}", {}, timeout=0.3, private=True)
        assert hung_up.result(60)

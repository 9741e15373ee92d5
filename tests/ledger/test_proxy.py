"""The proxy does to connections what it says, and leaves them alone otherwise."""

import socket
import threading

import pytest

from tests.end_to_end.conftest import eventually
from tests.ledger.proxy import DOWN, UP, Proxy


@pytest.fixture
def heard():
    return []


@pytest.fixture
def proxy(heard):
    """In front of a server that answers every piece with the same in capitals."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(peer):
        try:
            while piece := peer.recv(4096):
                heard.append(piece)
                peer.sendall(piece.upper())
        except OSError:
            pass

    def serve():
        while True:
            try:
                threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    with Proxy(listener.getsockname()[1]) as proxy:
        yield proxy
    listener.close()


@pytest.fixture
def client(proxy):
    with connect(proxy) as client:
        assert ask(client, b"hello") == b"HELLO"
        yield client


def connect(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), 30)


def ask(client, said: bytes) -> bytes:
    client.sendall(said)
    return client.recv(4096)


def silence(client, said: bytes) -> None:
    """Nothing comes back."""
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        ask(client, said)
    client.settimeout(30)


def test_what_is_held_arrives_late(proxy, client, heard):
    proxy.hold()
    silence(client, b"one")
    assert b"one" not in heard
    proxy.heal()
    assert client.recv(4096) == b"ONE"


def test_answers_alone_may_be_held(proxy, client, heard):
    proxy.hold(DOWN)
    silence(client, b"one")
    eventually(lambda: heard[-1] == b"one")
    proxy.heal()
    assert client.recv(4096) == b"ONE"


def test_what_a_deaf_connection_is_told_is_gone_for_good(proxy, client, heard):
    proxy.swallow(UP)
    for said in (b"one", b"two"):
        silence(client, said)
        proxy.heal()
    assert heard == [b"hello"]
    with connect(proxy) as other:
        assert ask(other, b"three") == b"THREE"


def test_a_cut_resets_the_living_and_new_ones_come_through(proxy, client):
    proxy.cut()
    with pytest.raises(ConnectionResetError):
        client.recv(4096)
    with connect(proxy) as other:
        assert ask(other, b"one") == b"ONE"


def test_refused_connections_are_reset_until_it_heals(proxy):
    proxy.refuse()
    with pytest.raises(ConnectionResetError), connect(proxy) as other:
        ask(other, b"one")
    proxy.heal()
    with connect(proxy) as other:
        assert ask(other, b"one") == b"ONE"


def test_a_connection_may_end_in_the_middle_of_a_word(proxy, heard):
    proxy.cut_after(8)
    with pytest.raises(ConnectionResetError), connect(proxy) as other:
        assert ask(other, b"123456") == b"123456"
        ask(other, b"789abc")
    eventually(lambda: b"".join(heard) == b"12345678")


@pytest.mark.parametrize("pass_on", [True, False])
def test_a_trap_cuts_before_the_server_has_it_or_after_it_answered(proxy, client, heard, pass_on):
    trap = proxy.cut_at(b"COMMIT", pass_on=pass_on)
    assert ask(client, b"begin") == b"BEGIN"
    with pytest.raises(ConnectionResetError):
        ask(client, b"please COMMIT")
    assert trap.sprung.wait(5)
    assert (b"please COMMIT" in heard) == pass_on


def test_a_delay_makes_each_piece_later(proxy, client):
    proxy.delay(0.7)
    silence(client, b"one")
    assert client.recv(4096) == b"ONE"

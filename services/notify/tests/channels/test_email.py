"""A letter cannot be turned into another one, and a mail server's answers are told apart (RV-5)."""

import datetime
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notify.channels import Outgoing, email
from services.notify.channels.answer import Result
from services.notify.tests.stubs import drip
from shared.ids import new_id


def settings(url="smtp://127.0.0.1:1", **changes):
    known = {"smtp_user": "", "smtp_password": "", "mail_from": "desk@example.org", "channel_timeout": 1}
    return SimpleNamespace(smtp_url=url, **{**known, **changes})


def letter(**changes):
    return Outgoing(**{"id": new_id(), "to": "li@example.org", "subject": "s", "body": "b", **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "li@example.org\r\nBcc: x@y.z"},
        {"subject": "a\nBcc: x@y.z"},
        {"to": "not an address"},
        {"to": "a@b, c@d"},
    ],
)
def test_what_would_break_out_of_a_header_is_never_sent(mailbox, changes):
    box = mailbox()
    assert email.send(letter(**changes), settings(box.url)).result == Result.NEVER
    assert box.letters == []


@pytest.mark.parametrize(("said", "result"), [("550 no such box", Result.NEVER), ("451 busy", Result.LATER)])
def test_refused_for_ever_and_for_now_are_told_apart(mailbox, said, result):
    answer = email.send(letter(), settings(mailbox(refuse=said).url))
    assert answer.result == result and said[:3] in answer.reason


def test_a_server_that_is_away_may_come_back():
    assert email.send(letter(), settings()).result == Result.LATER


def test_without_an_address_the_channel_is_not_configured():
    assert not email.configured(settings("")) and email.configured(settings())


def test_a_mail_server_that_sends_a_byte_now_and_then_is_hung_up_on():
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as pool:
        hung_up = pool.submit(drip, door)
        url = f"smtp://127.0.0.1:{door.getsockname()[1]}"
        assert email.send(letter(), settings(url, channel_timeout=0.2)).result == Result.LATER
        assert hung_up.result(60)


@pytest.fixture
def certificate(tmp_path):
    """Of nobody's authority but its own, for 127.0.0.1 under the name localhost."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    written = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    written = written.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = written.add_extension(names, critical=False).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = tmp_path / "mail.pem"
    path.write_bytes(signed.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return path


@pytest.mark.parametrize(("trusted", "result"), [(False, Result.LATER), (True, Result.TAKEN)])
def test_a_letter_goes_only_to_a_mail_server_whose_certificate_is_good(certificate, trusted, result, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Taker(), hostname="127.0.0.1", port=port, ssl_context=context)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.start()  # it looks whether it answers itself
    if not trusted:
        monkeypatch.delenv("SSL_CERT_FILE")
    try:
        assert email.send(letter(), settings(f"smtps://localhost:{port}")).result == result
    finally:
        server.stop()


class Taker:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"

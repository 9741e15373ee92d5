"""E-mail by SMTP. Lines cannot be smuggled into headers, certificates are checked, and every wait has an end.

A mail server with a certificate of the operator's own authority is trusted by SSL_CERT_FILE.
"""

import smtplib
import socket
import ssl
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import urlsplit

from .answer import Answer, Outgoing, later, never, taken
from .time_limit import time_limit

ANSWERS = 3  # of the longest wait for one: a letter takes some ten, each of them short where all is well
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def configured(settings) -> bool:
    return bool(settings.smtp_url)


def send(message: Outgoing, settings) -> Answer:
    try:
        letter = write_letter(message, settings.mail_from)
    except (ValueError, HeaderParseError) as error:
        return never(f"This cannot be written as an e-mail: {error}")
    try:
        server = line_to(settings)
        with time_limit(server, ANSWERS * settings.channel_timeout):
            with connect(server, settings):
                server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return later(f"The mail server does not answer: {type(error).__name__}")
    return taken("The mail server took it.", 250)


def write_letter(message: Outgoing, sender: str) -> EmailMessage:
    """Raises ValueError for an address or subject that would break out of its header."""
    if any(mark in message.to + message.subject + sender for mark in "\r\n\0"):
        raise ValueError("a line break in a header")
    letter = EmailMessage()
    letter["From"] = Address(addr_spec=sender)
    letter["To"] = Address(addr_spec=message.to)
    letter["Subject"] = message.subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    letter["Content-Language"] = message.language
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body, charset="utf-8", cte="base64")
    return letter


def line_to(settings) -> smtplib.SMTP:
    """Not connected yet: from its first byte on the talk has its limit."""
    if urlsplit(settings.smtp_url).scheme == "smtps":
        return ImplicitTls(timeout=settings.channel_timeout, context=ssl.create_default_context())
    return smtplib.SMTP(timeout=settings.channel_timeout)


class ImplicitTls(smtplib.SMTP_SSL):
    def _get_socket(self, host, port, timeout):
        self.sock = socket.create_connection((host, port), timeout)  # known before the handshake, which may drag on
        return self.context.wrap_socket(self.sock, server_hostname=host)


def connect(server: smtplib.SMTP, settings) -> smtplib.SMTP:
    url = urlsplit(settings.smtp_url)
    try:
        code, said = server.connect(url.hostname, url.port or PORTS[url.scheme])
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        if url.scheme == "smtp+starttls":
            server._host = url.hostname  # the name the certificate has to bear
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except Exception:
        server.close()
        raise
    return server


def _refused(code: int, said) -> Answer:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    reason = f"The mail server said {code}: {text}"[:300]
    return never(reason, code) if 500 <= code < 600 and code != 535 else later(reason, status=code)

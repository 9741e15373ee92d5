"""E-mail by SMTP. Lines cannot be smuggled into headers, and every wait has an end."""

import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import urlsplit

from .answer import Answer, Outgoing, later, never, taken

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def configured(settings) -> bool:
    return bool(settings.smtp_url)


def send(message: Outgoing, settings) -> Answer:
    try:
        letter = write_letter(message, settings.mail_from)
    except (ValueError, HeaderParseError) as error:
        return never(f"This cannot be written as an e-mail: {error}")
    try:
        with connect(settings) as server:
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


def connect(settings) -> smtplib.SMTP:
    url = urlsplit(settings.smtp_url)
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    server = kind(url.hostname, url.port or PORTS[url.scheme], timeout=settings.channel_timeout)
    try:
        if url.scheme == "smtp+starttls":
            server.starttls()
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

"""The outside world on this machine: a mailbox, an SMS gateway, and a call centre that checks every signature."""

import json
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from standardwebhooks import Webhook, WebhookVerificationError


class Outside:
    """Everything outside the house that the house talks to; it notes what reached it."""

    def __init__(self, mail_port: int):
        self.mails: list[str] = []
        self.texts: list[dict] = []
        self.heard: dict[str, list[int]] = defaultdict(list)
        self.refused = 0
        self.secret: str | None = None
        self.noting = threading.Lock()
        self.mailbox = Controller(Mailbox(self), hostname="127.0.0.1", port=mail_port)
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), receiver_of(self))
        self.mail_port, self.web_port = mail_port, self.web.server_address[1]

    def open(self):
        self.mailbox.start()
        threading.Thread(target=self.web.serve_forever, daemon=True, name="outside").start()

    def close(self):
        self.web.shutdown()
        self.mailbox.stop()

    @property
    def webhook_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}/call-centre/moves"

    @property
    def sms_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}/sms"

    def hear(self, body: bytes, headers: dict) -> int:
        """A platform's receiver: 204 when the signature holds, 401 otherwise."""
        try:
            Webhook(self.secret or "").verify(body, headers)
            told = json.loads(body)["data"]
        except (WebhookVerificationError, ValueError, KeyError):
            self.refused += 1
            return 401
        with self.noting:
            self.heard[told["ticket_id"]].append(told["sequence"])
        return 204

    def text(self, body: bytes) -> int:
        with self.noting:
            self.texts.append({"body": body.decode("utf-8", "replace")})
        return 200


class Mailbox:
    """Takes every mail and remembers whom it was for."""

    def __init__(self, outside: Outside):
        self.outside = outside

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (the name aiosmtpd calls)
        self.outside.mails.extend(envelope.rcpt_tos)
        return "250 OK"


def receiver_of(outside: Outside) -> type[BaseHTTPRequestHandler]:
    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # noqa: N802 (the name http.server calls)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path.startswith("/sms"):
                self.answer(outside.text(body), {"id": f"sms-{len(outside.texts)}", "status": "accepted"})
            else:
                self.answer(outside.hear(body, {k.lower(): v for k, v in self.headers.items()}), None)

        def answer(self, status: int, told: dict | None):
            body = json.dumps(told).encode() if told else b""
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """The players' screen belongs to the players."""

    return Receiver

"""Other people's servers, on this machine: an HTTP receiver and a mail server that answer as they are told."""

import json
import socket
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

SECRET = "whsec_" + "bm90aWZ5LXRlc3Qtc2VjcmV0LW9mLTI0LWJ5dGVz"


def drip(door: socket.socket, first: bytes = b"") -> bool:
    """One talk, a byte now and then; whether the other side has hung up before it came to its end."""
    talk, _ = door.accept()
    with talk:
        try:
            talk.sendall(first)
            for _ in range(200):
                threading.Event().wait(0.05)
                talk.sendall(b"2")
        except OSError:
            return True
    return False


class Receiver:
    """Remembers every POST. `answers` is what it says next: a status, or (status, headers, body); the last repeats."""

    def __init__(self, *answers, hang: float = 0):
        self.answers = list(answers) or [204]
        self.hang = threading.Event() if hang else None
        self.got: list[dict] = []
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = receiver.note(self.path, dict(self.headers), body)
                if receiver.hang:
                    receiver.hang.wait(hang)
                try:
                    self.say(*answer)
                except OSError:
                    return  # the caller has hung up, as it should

            do_GET = do_POST

            def say(self, status, headers=(), body=b""):
                self.send_response(status)
                for name, value in dict(headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said):
                """Says nothing."""

        class Server(ThreadingHTTPServer):
            request_queue_size = 256

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def note(self, path: str, headers: dict, body: bytes) -> tuple:
        with self._lock:
            lower = {name.lower(): value for name, value in headers.items()}
            self.got.append({"path": path, "headers": lower, "body": body.decode(), "json": json.loads(body or b"{}")})
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, tuple) else (answer,)

    @property
    def sequences(self) -> dict:
        told = defaultdict(list)
        for call in self.got:
            told[call["json"]["data"]["ticket_id"]].append(call["json"]["data"]["sequence"])
        return dict(told)

    def close(self):
        if self.hang:
            self.hang.set()
        self.server.shutdown()
        self.server.server_close()


class Mailbox:
    """A mail server that takes letters, or refuses them with `refuse`."""

    def __init__(self, refuse: str | None = None):
        self.letters: list = []
        self.refuse = refuse
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        from email import message_from_bytes
        from email.policy import default

        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def close(self):
        self.controller.stop()

"""What sends pushes at a door: signed beforehand, several clients at once, each on a connection kept open."""

import base64
import hmac
import http.client
import json
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

CLIENTS = 8


@dataclass(frozen=True)
class Platform:
    """The push door of one integration and the secret it signs with."""

    url: str
    secret: str


def pushes(platform: Platform, count: int) -> list[tuple[bytes, dict]]:
    """Distinct signed records, ready to send."""
    return [signed(key_of(platform), record(n)) for n in range(count)]


def batches(platform: Platform, count: int, size: int) -> list[tuple[bytes, dict]]:
    """Signed batches of distinct records, ready to send."""
    return [signed(key_of(platform), {"records": [record(n) for n in range(size)]}) for _ in range(count)]


def key_of(platform: Platform) -> bytes:
    return base64.b64decode(platform.secret.removeprefix("whsec_"))


def record(n: int) -> dict:
    return {
        "id": f"CC-{uuid4().hex}",
        "site": "翠湖花园",
        "at": "2026-03-04 10:30:00",
        "problem": "漏水",
        "place": "3栋大堂",
        "name": "李敏",
        "phone": f"138{n:08d}",
        "text": "厨房洗手盆下水管漏水，地上有水，请尽快派人。" * 4,
    }


def signed(key: bytes, body: dict) -> tuple[bytes, dict]:
    raw = json.dumps(body, ensure_ascii=False).encode()
    message_id, timestamp = f"msg_{uuid4().hex}", str(int(time.time()))
    signature = base64.b64encode(hmac.digest(key, f"{message_id}.{timestamp}.".encode() + raw, "sha256")).decode()
    return raw, {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }


def run_load(url: str, requests: list[tuple[bytes, dict]], *, accepted: int = 201) -> float:
    """Accepted requests a second with CLIENTS clients. Raises RuntimeError when any was not accepted."""
    parts = urlsplit(url)
    refused: list = []
    shares = [requests[n::CLIENTS] for n in range(CLIENTS)]
    threads = [threading.Thread(target=_client, args=(parts, share, refused, accepted)) for share in shares]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if refused:
        raise RuntimeError(f"{len(refused)} refused, such as {refused[0]}")
    return len(requests) / seconds


def _client(parts, share, refused: list, accepted: int) -> None:
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    for body, headers in share:
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != accepted:
            refused.append((answer.status, text[:300]))
    connection.close()

"""SMS through an HTTP gateway: one JSON POST with a bearer token; the message's id is the idempotency key."""

import json

from .answer import Answer, Outgoing, later, never, taken
from .http import Reply, Unreachable, post

ASKS_FOR_LATER = {408, 409, 425, 429}
OURS_TO_MEND = {401, 403, 404}  # a wrong token or address of ours: the message is not to blame


def configured(settings) -> bool:
    return bool(settings.sms_url)


def send(message: Outgoing, settings) -> Answer:
    body = {"id": str(message.id), "to": message.to, "text": message.body, "language": message.language}
    headers = {
        "Authorization": f"Bearer {settings.sms_token}",
        "Content-Type": "application/json",
        "Idempotency-Key": f'"{message.id}"',
    }
    try:
        reply = post(
            settings.sms_url,
            json.dumps(body, ensure_ascii=False).encode(),
            headers,
            timeout=settings.channel_timeout,
            private=True,  # the operator's own gateway may stand in the operator's own network
        )
    except Unreachable as error:
        return later(f"The SMS gateway does not answer: {error}")
    return judge(reply)


def judge(reply: Reply) -> Answer:
    """What the gateway's status means for this message."""
    said = f"The SMS gateway said {reply.status}."
    if 200 <= reply.status < 300:
        return taken(said, reply.status)
    if 300 <= reply.status < 400:
        return later(f"{said} It redirects, which is not followed.", status=reply.status)
    if reply.status >= 500 or reply.status in ASKS_FOR_LATER | OURS_TO_MEND:
        return later(said, after=reply.retry_after, status=reply.status)
    return never(said, reply.status)

"""The world outside the house while it is simulated: a gateway for short messages and a platform that is told."""

import json
from collections import defaultdict
from contextlib import contextmanager
from unittest.mock import patch

from services.notify.channels import sms, webhook
from services.notify.channels.http import Reply, Unreachable

from .opening import PLATFORM

SMS = "http://sms.invalid/messages"


class Outside:
    """Answers every call that leaves the house, badly while it is not calm, and writes down what it heard."""

    def __init__(self, dice):
        self.dice, self.calm = dice, False
        self.moves: dict[str, list[int]] = defaultdict(list)  # ticket → sequences as they were acknowledged
        self.heard_by_id: dict[str, set[str]] = defaultdict(set)  # webhook-id → bodies
        self.texts: dict[str, int] = defaultdict(int)  # message id → times the gateway took it
        self.refused = 0

    def post(self, url: str, body: bytes, headers: dict, **_limits) -> Reply:
        mood = 1.0 if self.calm else self.dice.random()
        if mood < 0.15:
            self.refused += 1
            raise Unreachable("ConnectionRefusedError")
        if mood < 0.3:
            self.refused += 1
            return Reply(self.dice.choice((500, 503, 429)), "not now", None)
        self.note(url, json.loads(body), headers)
        if mood < 0.4:
            raise Unreachable("it was heard, but the answer got lost")
        return Reply(200, "", None)

    def note(self, url: str, said: dict, headers: dict) -> None:
        if url == PLATFORM:
            told = said["data"]
            self.moves[told["ticket_id"]].append(told["sequence"])
            self.heard_by_id[headers["webhook-id"]].add(json.dumps(said, sort_keys=True))
        else:
            self.texts[said["id"]] += 1

    @contextmanager
    def connected(self):
        """The one place where a call leaves the house leads here."""
        with patch.object(sms, "post", self.post), patch.object(webhook, "post", self.post):
            yield self

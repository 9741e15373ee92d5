"""A simulated broker: at least once, in any order, late, doubled; what it did not confirm it may lose; it dies and
comes back with everything it had confirmed. `calm` heals its faults; order and doubles are no faults and stay."""

from dataclasses import dataclass, field

from shared import contracts
from shared.messaging import topology
from shared.messaging.publisher import PublishFailed


@dataclass(eq=False)  # of two that say the same each is acknowledged by itself
class Letter:
    """One message as a reader holds it: `ack` is the reader's word that it is settled."""

    body: str
    queue: "Queue"
    not_before: float | None = None
    given: int = 0
    headers: None = None

    @property
    def delivery_info(self) -> dict:
        return {"deliveries": self.given}

    def ack(self, multiple: bool = False) -> None:
        self.queue.settled(self, multiple)


@dataclass
class Queue:
    waiting: list[Letter] = field(default_factory=list)
    held: list[Letter] = field(default_factory=list)

    def settled(self, letter: Letter, multiple: bool) -> None:
        upto = self.held.index(letter) + 1
        del self.held[0 if multiple else upto - 1 : upto]

    def give_back(self) -> None:
        """The reader is gone: what it held comes again."""
        self.waiting.extend(self.held)
        self.held.clear()


class Broker:
    """Queues of the contracts, and the ways in which a broker may behave badly without breaking its word."""

    def __init__(self, dice, moment):
        self.dice, self.moment, self.up, self.calm = dice, moment, True, False
        found = topology.queues(contracts.all_contracts())
        self.queues = {name.removesuffix(".inbox"): Queue() for name in found}
        self.routes: dict[str, list[Queue]] = {}
        for name, keys in found.items():
            for key in keys:
                self.routes.setdefault(key, []).append(self.queues[name.removesuffix(".inbox")])
        self.counts = {"published": 0, "doubled": 0, "lost": 0, "unconfirmed": 0, "delayed": 0, "deaths": 0}

    def publish(self, rows: list[tuple[str, str, str]]) -> set[str]:
        """All confirmed, or in doubt: then each may have been taken or not."""
        if not self.up:
            raise PublishFailed("The broker is not there.")
        in_doubt = not self.calm and self.dice.random() < 0.12
        for _event_id, key, body in rows:
            if in_doubt and self.dice.random() < 0.5:
                self.counts["lost"] += 1
                continue
            self._take(key, body)
        if in_doubt:
            self.counts["unconfirmed"] += len(rows)
            raise PublishFailed("No confirm came.")
        return {event_id for event_id, _, _ in rows}

    def close(self) -> None:
        """Hanging up leaves everything where it is."""

    def _take(self, key: str, body: str) -> None:
        self.counts["published"] += 1
        for queue in self.routes[key]:
            times = 2 if self.dice.random() < 0.1 else 1
            self.counts["doubled"] += times - 1
            for _ in range(times):
                queue.waiting.append(Letter(body, queue, self._delay()))

    def _delay(self):
        if self.calm or self.dice.random() > 0.1:
            return None
        self.counts["delayed"] += 1
        return self.moment.now.timestamp() + self.dice.choice((1, 10, 60, 600))

    def hand_out(self, service: str, most: int) -> list[Letter]:
        """Up to `most` letters in no order that anybody may rely on."""
        queue = self.queues[service]
        now = self.moment.now.timestamp()
        ready = [letter for letter in queue.waiting if self.calm or not letter.not_before or letter.not_before <= now]
        if not self.up or not ready:
            return []
        self.dice.shuffle(ready)
        chosen = ready[:most]
        for letter in chosen:
            letter.given += 1
        taken = {id(letter) for letter in chosen}
        queue.waiting = [letter for letter in queue.waiting if id(letter) not in taken]
        queue.held.extend(chosen)
        return chosen

    def die(self) -> None:
        """Every reader loses its connection; nothing confirmed is lost."""
        self.up = False
        self.counts["deaths"] += 1
        for queue in self.queues.values():
            queue.give_back()

    def empty(self) -> bool:
        return not any(queue.waiting or queue.held for queue in self.queues.values())

"""What one reader holds: messages it was given and has not yet acknowledged, at most the prefetch count of them."""

import threading

from kombu.transport import virtual


class HeldMessages(virtual.QoS):
    """kombu's QoS on rows of the bus file. Acknowledging may happen on other threads than reading."""

    restore_at_shutdown = True

    def __init__(self, channel, prefetch_count=0):
        super().__init__(channel, prefetch_count)
        self._lock = threading.Lock()

    def can_consume(self) -> bool:
        return not self.prefetch_count or len(self._delivered) < self.prefetch_count

    def room(self, most: int) -> int:
        """How many more messages may be claimed at once, never more than `most`."""
        return min(most, self.prefetch_count - len(self._delivered)) if self.prefetch_count else most

    def append(self, message, delivery_tag):
        with self._lock:
            self._delivered[delivery_tag] = message

    def row_ids(self) -> list[int]:
        with self._lock:
            return [message.delivery_info["row"] for message in self._delivered.values()]

    def ack(self, delivery_tag, multiple=False):
        self.channel.acknowledge_rows(self._take(delivery_tag, multiple))

    def reject(self, delivery_tag, requeue=False):
        ids = self._take(delivery_tag, False)
        (self.channel.release_rows if requeue else self.channel.refuse_rows)(ids)

    def restore_unacked(self):
        with self._lock:
            messages = list(self._delivered.values())
            self._delivered.clear()
        self.channel.release_rows([message.delivery_info["row"] for message in messages])
        return []

    def restore_unacked_once(self, stderr=None):
        self._on_collect.cancel()
        if not self.channel.closed_file and self._delivered:
            self.restore_unacked()

    def _take(self, delivery_tag, multiple) -> list[int]:
        """Tags ascend within a channel: `multiple` means every one up to this."""
        with self._lock:
            tags = [tag for tag in self._delivered if tag <= delivery_tag] if multiple else [delivery_tag]
            taken = [self._delivered.pop(tag) for tag in tags if tag in self._delivered]
        return [message.delivery_info["row"] for message in taken]

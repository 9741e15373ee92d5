"""Events out to RabbitMQ: mandatory, confirmed, a whole round pipelined; any doubt throws the connection away."""

import logging
from threading import Event as Flag
from threading import Thread

import pika

from shared.contracts.contract import CONTENT_TYPE, EVENTS

from .broker import PublishFailed

__all__ = ["PublishFailed", "RabbitPublisher"]

PERSISTENT = 2

log = logging.getLogger(__name__)


class RabbitPublisher:
    """One connection with its own input loop, so heartbeats go on whatever the relay does.

    Not shared between threads. `publish` returns the ids the broker has safely, and never guesses.
    """

    def __init__(self, url: str, *, connect_seconds: float = 10):
        parameters = pika.URLParameters(url)
        parameters.heartbeat = 30
        parameters.blocked_connection_timeout = 30
        self._opened, self._ended, self._settled = Flag(), Flag(), Flag()
        self._refused = False
        self._reset([])
        self._connection = pika.SelectConnection(
            parameters,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._on_channel),
            on_open_error_callback=self._on_end,
            on_close_callback=self._on_end,
        )
        self._thread = Thread(target=self._connection.ioloop.start, name="publisher", daemon=True)
        self._thread.start()
        if not self._opened.wait(connect_seconds) or self._ended.is_set():
            self.close()
            raise PublishFailed("The broker did not let us in.")

    def publish(self, rows: list[tuple[str, str, str]], *, seconds: float = 10) -> set[str]:
        """Send `rows` of (event id, routing key, body) and wait for every confirm.

        Returns the ids confirmed by the broker. Those returned as unroutable are left out. Raises PublishFailed after
        a nack, a closed connection or `seconds` without an answer; this object must not be used afterwards.
        """
        if not rows:
            return set()
        self._reset(rows)
        if self._ended.is_set():
            raise PublishFailed("The connection is gone.")  # while nothing was to be sent: nobody would answer now
        self._connection.ioloop.add_callback_threadsafe(self._send)
        if not self._settled.wait(seconds) or self._ended.is_set() or self._nacked:
            self.close()
            said = f"{len(self._waiting)} of {len(rows)} events were not confirmed."
            raise PublishFailed(said, refused=self._refused)
        return {event_id for event_id, _, _ in rows} - self._unroutable

    def close(self) -> None:
        self._connection.ioloop.add_callback_threadsafe(self._hang_up)
        self._thread.join(3)

    def _hang_up(self) -> None:
        if self._connection.is_open:
            self._connection.close()
        else:
            self._connection.ioloop.stop()

    def _reset(self, rows) -> None:
        self._rows = rows
        self._waiting: dict[int, str] = {}
        self._unroutable: set[str] = set()
        self._nacked = False
        self._settled.clear()

    def _on_channel(self, channel) -> None:
        self._channel, self._tag = channel, 0
        channel.add_on_return_callback(self._on_return)
        channel.add_on_close_callback(self._on_channel_closed)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._opened.set())

    def _send(self) -> None:
        for event_id, routing_key, body in self._rows:
            properties = pika.BasicProperties(
                delivery_mode=PERSISTENT, content_type=CONTENT_TYPE, content_encoding="utf-8", message_id=event_id
            )
            self._tag += 1
            self._waiting[self._tag] = event_id
            try:
                self._channel.basic_publish(EVENTS, routing_key, body.encode(), properties, mandatory=True)
            except pika.exceptions.AMQPError as error:
                return self._on_end(self._connection, error)

    def _on_confirm(self, frame) -> None:
        method = frame.method
        self._nacked = self._nacked or isinstance(method, pika.spec.Basic.Nack)
        if method.multiple:
            for tag in [tag for tag in self._waiting if tag <= method.delivery_tag]:
                del self._waiting[tag]
        else:
            self._waiting.pop(method.delivery_tag, None)
        if not self._waiting:
            self._settled.set()

    def _on_return(self, _channel, _method, properties, _body) -> None:
        self._unroutable.add(properties.message_id)  # the broker returns before it confirms

    def _on_channel_closed(self, _channel, reason) -> None:
        self._refused = isinstance(reason, pika.exceptions.ChannelClosedByBroker)
        self._on_end(self._connection, reason)

    def _on_end(self, connection, reason=None) -> None:
        log.info("publisher's connection ended: %r", reason)
        self._ended.set()
        self._opened.set()
        self._settled.set()
        connection.ioloop.stop()

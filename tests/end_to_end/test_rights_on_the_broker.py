"""Each service writes only its own keys and reads only its own queues; the rights come from the contracts."""

import pika
import pytest

from shared.messaging.publisher import PublishFailed, RabbitPublisher
from shared.messaging.topology import VHOST
from tests.end_to_end.conftest import PASSWORD, SERVICES

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("rabbit")]
KEYS = {
    "intake": "intake.ticket.moved.v1",
    "dispatch": "dispatch.work_order.created.v1",
    "billing": "billing.bill.issued.v1",
    "notify": "notify.message.delivered.v1",
}


@pytest.fixture
def channel(rabbit):
    opened = []

    def open_as(service):
        connection = pika.BlockingConnection(pika.URLParameters(rabbit.url(service, PASSWORD, VHOST)))
        opened.append(connection)
        return connection.channel()

    yield open_as
    for connection in opened:
        if connection.is_open:
            connection.close()


@pytest.mark.parametrize("other", SERVICES)
@pytest.mark.parametrize("service", SERVICES)
def test_only_the_own_keys_can_be_written(rabbit, service, other):
    publisher = RabbitPublisher(rabbit.url(service, PASSWORD, VHOST))
    if service == other:
        assert publisher.publish([("x", KEYS[other], "{}")]) == {"x"}
        publisher.close()
    else:
        with pytest.raises(PublishFailed):
            publisher.publish([("x", KEYS[other], "{}")])


@pytest.mark.parametrize("other", SERVICES)
@pytest.mark.parametrize("service", SERVICES)
def test_only_the_own_queue_can_be_read(channel, service, other):
    mine = channel(service)
    if service == other:
        mine.basic_get(f"{other}.inbox")
    else:
        with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
            mine.basic_get(f"{other}.inbox")


@pytest.mark.parametrize("queue", ["intake.inbox", "anything"])
def test_no_service_declares_or_deletes_a_queue(channel, queue):
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        channel("intake").queue_declare(queue, durable=True)
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        channel("intake").queue_delete("notify.inbox")


def test_no_service_writes_past_the_exchange_into_a_queue(channel):
    mine = channel("notify")
    mine.confirm_delivery()
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        mine.basic_publish("", "intake.inbox", b"{}")

"""What the broker is told (reliability.md 2.4.7-9): nothing over the edge, no argument changed under an old name."""

import copy

import pika
import pytest

from shared.messaging import topology
from shared.messaging.tests.carriers import publish
from tests.end_to_end.conftest import SERVICES, definitions, eventually

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("traps")]

# As first shipped. A broker keeps the arguments a queue was made with and tells nobody that the file says otherwise:
# whoever needs others gives the queue a new name, such as `intake.inbox.v2`, and lets the old one run empty.
SHIPPED = {
    "inbox": {
        "x-queue-type": "quorum",
        "x-delivery-limit": 50,
        "x-dead-letter-exchange": "frontdesk.dead",
        "x-dead-letter-routing-key": "{service}.dead",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    },
    "dead": {"x-queue-type": "quorum"},
}


def shipped(name: str) -> dict | None:
    service, _, kind = name.partition(".")
    found = SHIPPED.get(kind)
    return found and {
        key: value.format(service=service) if key.endswith("key") else value for key, value in found.items()
    }


def faults(said: dict) -> list[str]:
    """What of these definitions could lose an event, or would be ignored by a broker that has the queues already."""
    found, queues = [], {queue["name"]: queue for queue in said["queues"]}
    bound = {(b["source"], b["routing_key"], b["destination"]) for b in said["bindings"]}
    for name, queue in queues.items():
        told = queue["arguments"]
        found += [f"{name}: other arguments than shipped"] * (told != shipped(name))
        found += [f"{name}: not durable"] * (not queue["durable"])
        target = told.get("x-dead-letter-routing-key")
        if name.endswith(".inbox"):
            safe = told.get("x-dead-letter-strategy") == "at-least-once" and told.get("x-overflow") == "reject-publish"
            found += [f"{name}: gives up at most once"] * (not safe)
            found += [f"{name}: gives up into nothing"] * ((topology.DEAD, target, target) not in bound)
            found += [f"{name}: gives up into a queue of one node"] * (
                queues.get(target, {}).get("arguments", {}).get("x-queue-type") != "quorum"
            )
    found += [f"{name}: no inbox" for name in SERVICES if f"{name}.inbox" not in queues]
    return found + [f"{e['name']}: not durable" for e in said["exchanges"] if not e["durable"]]


def test_what_the_broker_is_told_loses_nothing():
    assert faults(definitions()) == []


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (lambda said: said["queues"][0]["arguments"].pop("x-overflow"), "gives up at most once"),
        (lambda said: said["queues"][0]["arguments"].update({"x-delivery-limit": 3}), "other arguments"),
        (lambda said: said["queues"].pop(0), "no inbox"),
        (lambda said: said["bindings"].clear(), "gives up into nothing"),
        (lambda said: said["queues"][-1].update(arguments={}), "a queue of one node"),
        (lambda said: said["exchanges"][0].update(durable=False), "not durable"),
    ],
)
def test_a_loss_in_what_the_broker_is_told_is_found(plant, found):
    said = copy.deepcopy(definitions())
    plant(said)
    assert any(found in fault for fault in faults(said))


def test_other_arguments_under_an_old_name_are_refused_by_the_broker(house):
    house.queue_declare("notify.inbox", durable=True, arguments=topology.inbox_arguments("notify"))  # the same: fine
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="PRECONDITION_FAILED"):
        other = topology.inbox_arguments("notify") | {"x-delivery-limit": 3}
        house.queue_declare("notify.inbox", durable=True, arguments=other)


def test_what_is_given_up_while_its_grave_is_missing_waits_for_it(carrier):
    """With the usual strategy it is gone (the trap); with ours it stays until somebody takes it."""
    usual = {"x-dead-letter-exchange": "conformance.dead", "x-dead-letter-routing-key": "grave"}
    ours = {**usual, "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    carrier.declare({"usual": ["a"]}, usual)
    carrier.declare({"ours": ["a"]}, ours)
    publish(carrier, [("x", "a", "{}")])
    with pika.BlockingConnection(pika.URLParameters(carrier.url)) as connection:
        channel = connection.channel()
        for queue in ("usual", "ours"):
            eventually(lambda queue=queue: carrier.waiting(queue) == 1)
            method, _, _ = channel.basic_get(queue)
            channel.basic_reject(method.delivery_tag, requeue=False)
        eventually(lambda: kept(carrier, "usual") == 0)
        assert kept(carrier, "ours") == 1


def kept(carrier, queue: str) -> int:
    """What lies in the queue's own log, what was given up and not yet taken included."""
    found = carrier.server.ctl("eval", _KEPT % queue)
    return int(found.strip())


_KEPT = """
Name = rabbit_misc:r(<<"/">>, queue, <<"%s">>),
{ok, Q} = rabbit_amqqueue:lookup(Name),
{ok, {_, State}, _} = ra:local_query(amqqueue:get_pid(Q), fun(S) -> rabbit_fifo:query_stat(S) end),
{ok, {_, Total}, _} = ra:local_query(amqqueue:get_pid(Q), fun(S) -> rabbit_fifo:query_messages_total(S) end),
Total.
"""

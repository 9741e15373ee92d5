"""Where a platform is told: plain addresses, real secrets, never shown, never inside our own network (SSRF)."""

from dataclasses import replace

import pytest

from services.notify.channels.addresses import Forbidden, check_address, read_url, resolve
from services.notify.tests.stubs import SECRET
from shared.ids import new_id
from shared.testing.people import OTHER_OPERATOR, SECOND_SITE, SITE, person


def put(client, who, **changes):
    body = {"url": "https://platform.example/hook", "secret": SECRET, **changes}
    return client.as_(who).put(f"/webhook-subscriptions/{new_id()}", json=body)


def test_the_secret_is_taken_and_never_shown(client, admin):
    said = put(client, admin)
    assert said.status_code == 200 and said.json["state"] == "enabled" and "secret" not in said.json
    listed = client.as_(admin).get("/webhook-subscriptions").get_data(as_text=True)
    assert "whsec_" not in listed and "platform.example" in listed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "ftp://platform.example/"}, "url"),
        ({"url": "https://user:pw@platform.example/"}, "url"),
        ({"url": "https://platform.example/a b"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://platform.example:99999/"}, "url"),
        ({"secret": "secret"}, "secret"),
        ({"secret": "whsec_c2hvcnQ="}, "secret"),
        ({"secret": None}, "secret"),
        ({"events": ["ticket.opened"]}, "events"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_is_wrong_is_named(client, admin, changes, field):
    said = put(client, admin, **changes)
    assert said.status_code == 422 and any(name.startswith(field) for name in said.json["errors"])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "169.254.169.254", "10.1.2.3", "[::ffff:192.168.0.1]", "0.0.0.0"],  # noqa: S104
)
def test_an_address_inside_is_refused_at_once(client, admin, store, host):
    store.settings = replace(store.settings, webhook_private_addresses=False)
    assert "url" in put(client, admin, url=f"http://{host}/hook").json["errors"]


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://017700000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
    ],
)
def test_no_spelling_of_an_inner_address_is_connected_to(url):
    with pytest.raises(Forbidden):
        resolve(read_url(url), private=False)


@pytest.mark.parametrize(
    "address", ["224.0.0.1", "ff02::1", "fe80::1", "fd00::1", "100.64.0.1", "240.0.0.1", "192.0.2.1"]
)
def test_reserved_networks_are_refused(address):
    with pytest.raises(Forbidden):
        check_address(address)


def test_public_addresses_are_fine():
    assert check_address("93.184.215.14") is check_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c") is None


def test_a_name_that_leads_inside_is_not_sent_to(platform, move, tick, now, deliveries, store):
    desk = platform()
    store.settings = replace(store.settings, webhook_private_addresses=False)
    move(desk, new_id(), 1)
    tick(now)
    (delivery,) = deliveries()
    assert desk.got == [] and (delivery.state, delivery.tries) == ("pending", 1) and "private" in delivery.answer


def test_only_administrators_of_the_sites_subscribe(client, supervisor):
    assert put(client, supervisor).status_code == 403
    here = person("here", "admin")
    assert put(client, here, site_ids=[str(SECOND_SITE)]).status_code == 403
    assert put(client, here).json["site_ids"] == [str(SITE)]


def test_nobody_turns_the_platform_of_another_site_to_an_address_of_their_own(client, admin, platform):
    theirs = platform(site_ids=[str(SECOND_SITE)])
    body = {"url": "https://mine.example/hook", "secret": SECRET}
    put_at = lambda who: client.as_(who).put(f"/webhook-subscriptions/{theirs.id}", json=body)  # noqa: E731
    assert put_at(person("here", "admin")).status_code == 404
    assert client.as_(person("here", "admin")).get("/webhook-subscriptions").json["items"] == []
    (kept,) = client.as_(admin).get("/webhook-subscriptions").json["items"]
    assert kept["url"] == theirs.url and put_at(admin).status_code == 200


def test_another_operator_cannot_take_the_place_of_a_platform(client, admin, now, move, deliveries):
    """Known by operator and integration: who comes first keeps nobody out and hears nothing of theirs."""
    integration, far = new_id(), person("far", "admin", operator=OTHER_OPERATOR, site="*")
    body = {"url": "https://far.example/hook", "secret": SECRET}
    assert client.as_(far).put(f"/webhook-subscriptions/{integration}", json=body).status_code == 200
    own = client.as_(admin).put(f"/webhook-subscriptions/{integration}", json=body | {"url": "https://own.example/"})
    assert own.status_code == 200
    listed = [client.as_(who).get("/webhook-subscriptions").json["items"][0]["url"] for who in (admin, far)]
    assert listed == ["https://own.example/", "https://far.example/hook"]


def test_a_stranger_sees_no_subscription_and_no_delivery(client, admin, stranger, platform, move, deliveries):
    desk = platform()
    move(desk, new_id(), 1)
    (delivery,) = deliveries()
    assert client.as_(stranger).get("/webhook-subscriptions").json["items"] == []
    assert client.as_(stranger).get("/webhook-deliveries").json["items"] == []
    assert client.as_(stranger).get(f"/webhook-deliveries/{delivery.id}").status_code == 404


def test_the_log_shows_every_attempt(client, supervisor, platform, move, tick, now, deliveries):
    desk = platform((500, {}, b"boom"))
    move(desk, new_id(), 1)
    tick(now)
    (delivery,) = deliveries()
    shown = client.as_(supervisor).get(f"/webhook-deliveries/{delivery.id}").json
    assert shown["attempts"][0]["status"] == 500 and "boom" in shown["attempts"][0]["answer"] and shown["body"]

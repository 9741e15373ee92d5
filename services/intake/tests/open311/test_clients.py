"""Client libraries of Open311 from the package index work as they are, over real HTTP (RO-3)."""

import threading

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport
from werkzeug.serving import make_server

from services.intake.tests.open311.sending import CODE, LAMP


@pytest.fixture
def address(app, sender):
    """Where the doors are served for as long as the test takes."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/open311/v2"
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def civic(address):
    """The client that also posts."""
    endpoint = Endpoint(id="ch", name="Green Lake Gardens", base_url=address, write=True)
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(min_interval=0)), jurisdiction_id="CH")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_definitions_and_requests(address, civic, sender, form):
    said = {"address_string": "东门路灯", "description": "不亮", "api_key": sender.api_key}
    for words in ("不亮", "一闪一闪"):
        civic.create_request(LAMP, **{**said, "description": words}, dry_run=False, confirm="SEND")
    client = GeoReport(address, jurisdiction="CH", output_format=form)
    assert [one["service_code"] for one in client.get_service_list()] == [LAMP, CODE]
    assert client.get_service_definition(LAMP)["service_code"] == LAMP
    listed = client.get_service_requests(status="open", service_code=LAMP)
    assert {one["description"] for one in listed} == {"不亮", "一闪一闪"}
    one = client.get_service_request(listed[0]["service_request_id"])
    assert one["status"] == "open" and one["address"] == "东门路灯"


def test_civicbot_posts_what_it_checked_against_the_definition(civic, sender):
    sent = civic.create_request(
        CODE, address_id="3-2-1201", description="漏水", attributes={"priority": "urgent"}, phone="13812345521",
        api_key=sender.api_key, validate_remote=True, dry_run=False, confirm="SEND",
    )  # fmt: skip
    (said,) = sent.response
    assert civic.get_request(said["service_request_id"])["status"] == "open"
    assert civic.list_requests(service_request_ids=[said["service_request_id"]], page_size=5)[0]["service_code"] == CODE


def test_civicbot_is_told_that_its_key_is_bad(civic):
    with pytest.raises(HttpError) as refused:
        civic.create_request(LAMP, address_string="东门", api_key="fdk_wrong", dry_run=False, confirm="SEND")
    assert refused.value.status == 403

"""The main job on a private PostgreSQL and RabbitMQ, by the same code as `make demo STAGE=servers`."""

import pytest

from tests.end_to_end.main_job import must_add_up, play

pytestmark = [
    pytest.mark.servers,
    pytest.mark.slow,
    pytest.mark.xdist_group("main job"),
    pytest.mark.timeout(420),
]


def test_every_pushed_record_is_carried_to_its_end_on_real_servers():
    code, told = play("--stage", "servers", "--limit", "25")
    assert code == 0
    must_add_up(told, pushed=25)

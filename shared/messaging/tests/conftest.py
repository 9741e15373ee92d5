"""The two carriers of events, for every test that must hold on both."""

import pytest

from shared.testing.servers import RabbitServer

from .carriers import OnFile, OnRabbit


@pytest.fixture(scope="session")
def rabbit():
    """A broker of this suite's own: one test kills it."""
    with RabbitServer() as server:
        yield server


@pytest.fixture(params=["embedded", pytest.param("rabbitmq", marks=pytest.mark.servers)])
def carrier(request, tmp_path):
    if request.param == "embedded":
        yield OnFile(tmp_path / "bus.db")
        return
    carrier = OnRabbit(request.getfixturevalue("rabbit"))
    yield carrier
    carrier.clear()

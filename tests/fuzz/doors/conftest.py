"""The services with things in them, as the sweep of tests/security has them, on both databases."""

import pytest

from shared.testing.databases import KINDS
from tests.security.conftest import *  # noqa: F403  whatever its world needs, ours does


@pytest.fixture(params=KINDS)
def database(request, service, houses):
    return houses.address(service.name, request.param, request.getfixturevalue(f"{request.param}_templates"))

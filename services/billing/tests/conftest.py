"""What billing's tests share: the service they are about."""

import pytest


@pytest.fixture
def service():
    from services.billing.service import service

    return service

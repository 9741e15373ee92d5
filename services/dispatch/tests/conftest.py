"""What dispatch's tests share: the service they are about."""

import pytest


@pytest.fixture
def service():
    from services.dispatch.service import service

    return service

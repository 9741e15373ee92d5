"""What intake's tests share: the service they are about."""

import pytest


@pytest.fixture
def service():
    from services.intake.service import service

    return service

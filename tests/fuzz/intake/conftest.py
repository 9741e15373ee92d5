"""A platform that pushes into a small site."""

from services.intake.tests.calls.conftest import left, platform, push  # noqa: F401
from services.intake.tests.conftest import place, service  # noqa: F401

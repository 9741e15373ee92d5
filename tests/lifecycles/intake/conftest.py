"""Intake's own fixtures, for games about its lifecycles."""

from services.intake.tests.calls.conftest import platform, push  # noqa: F401
from services.intake.tests.conftest import place, service  # noqa: F401
from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401

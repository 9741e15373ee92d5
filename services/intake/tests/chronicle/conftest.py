"""The chronicle's tests act on tickets: the same fixtures."""

from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401

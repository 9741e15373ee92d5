"""Notify's own fixtures, for games about its lifecycles."""

from services.notify.tests.conftest import configure, extra_settings, rows, service, world  # noqa: F401

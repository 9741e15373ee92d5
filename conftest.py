"""Fixtures that every test of the house may ask for."""

pytest_plugins = ["shared.testing.fixtures"]

"""Fixtures that every test of the house may ask for, and the order in which its tests are dealt out."""

from contextlib import ExitStack

import structlog

from shared.heap import loading

pytest_plugins = ["shared.testing.fixtures"]

# Where nobody set up the logs, structlog draws a picture of every exception with all variables: 40 s on a busy machine.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(),
    ]
)

collecting = ExitStack()
collecting.enter_context(loading())  # until all tests are found

LONGEST_FIRST = ("slow", "servers", "browser")


def pytest_collection_modifyitems(items) -> None:
    """Files with slow tests first: dealt out last, one of them would be waited for while every other worker rests."""
    place = {}
    for item in items:
        marks = [position for position, mark in enumerate(LONGEST_FIRST) if item.get_closest_marker(mark)]
        place[item.path] = min([*marks, place.get(item.path, len(LONGEST_FIRST))])
    items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    collecting.close()

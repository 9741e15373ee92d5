"""Fixtures that every test of the house may ask for, and the order in which its tests are dealt out."""

pytest_plugins = ["shared.testing.fixtures"]

LONGEST_FIRST = ("slow", "servers", "browser")


def pytest_collection_modifyitems(items) -> None:
    """Files with slow tests first: dealt out last, one of them would be waited for while every other worker rests."""
    place = {}
    for item in items:
        marks = [position for position, mark in enumerate(LONGEST_FIRST) if item.get_closest_marker(mark)]
        place[item.path] = min([*marks, place.get(item.path, len(LONGEST_FIRST))])
    items.sort(key=lambda item: place[item.path])

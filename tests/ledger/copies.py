"""Copies of what another service keeps: one row a thing, at least as new as the event that told of it (RO-3)."""

from collections.abc import Iterator

from .verdict import Finding, exactly_one


def copied(service: str, table: str, key: str, version: str, *, column: str = "id"):
    """An effect: `table` holds one row for the thing named by `key`, whose `version` is not older than the event's."""

    def look(standing, event) -> Iterator[Finding]:
        rows = standing.find(service, table, column, event.data[key])
        yield from exactly_one(len(rows), f"{service} {table}", str(event), f"row of {event.data[key]}")
        for row in rows:
            if getattr(row, version) < event.data["version"]:
                yield Finding("lost", f"{service} {table}", str(event), f"stands at version {getattr(row, version)}")

    return look


def both(*looks):
    """Several effects of one event."""

    def look(standing, event) -> Iterator[Finding]:
        for one in looks:
            yield from one(standing, event)

    return look


def traceless(why: str):
    """An event that changes nothing of its own here; `why` says so to whoever reads the table."""

    def look(standing, event) -> Iterator[Finding]:
        return iter(())

    look.__doc__ = why
    return look

"""Identifiers that sort by the moment they were made."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A fresh UUID of version 7: unique without asking anybody, and in the order of time."""
    return uuid7()

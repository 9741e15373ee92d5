"""Dispatch's own fixtures, for games about its lifecycles."""

from services.dispatch.tests.conftest import (  # noqa: F401
    act,
    arrived,
    colleague,
    completed,
    employ,
    open_ticket,
    opened,
    orders_of,
    plumber,
    price_list,
    read,
    row,
    service,
    site,
    ticket,
)

"""`python -m embedded reconcile`: every difference between the four services, one a line."""

import sys

from embedded.door import Refused
from embedded.local import NotRunning, door_of

from .compare import compare
from .read import read_facts


def reconcile(asked) -> int:
    """0 when nothing differs, 1 when something does, 2 when nobody could be asked."""
    try:
        facts = read_facts(door_of(asked))
    except (NotRunning, Refused, OSError) as error:
        print(f"reconcile: {error}", file=sys.stderr)
        return 2
    differences = compare(facts)
    for difference in differences:
        print(difference)
    counted = (("tickets", facts.tickets), ("orders", facts.orders), ("bills", facts.bills))
    told = " ".join(f"{name}={len(rows)}" for name, rows in counted)
    print(f"reconcile: {told} differences={len(differences)}")
    return 1 if differences else 0

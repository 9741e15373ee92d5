"""The door through which the four services are compared."""

from shared.web.current import reading
from shared.web.doors import Room

from . import queries
from .schemas import BillFact, FactQuery

reconciliation = Room("reconciliation", __name__, description="Facts per bill, to compare with the other services.")


@reconciliation.get(
    "/reconciliation", allow=("admin", "head_office", "supervisor"), query=FactQuery, answer=BillFact, page=True
)
def reconcile(asked):
    """Every bill, in the order of its id."""
    with reading() as session:
        return queries.facts(session, asked)

"""Time's door: every ten seconds, live emergencies without a plan get theirs (RD-17).

By the clock and not at each opening: tickets come by four ways, pushes by hundreds, and none waits for this.
"""

from services.intake.tickets.queries import ticket_by_id
from shared.principal import Principal
from shared.timers import Clock

from .queries import unopened
from .usecases import open_plan

clock = Clock()


@clock.every(10)
def open_plans(store, now) -> None:
    with store.reading(None) as session:
        found = unopened(session)
    for operator_id, site_id, ticket_id in found:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            open_plan(work, ticket_by_id(work.session, ticket_id))

"""Time's door: somebody's time in a household begins or ends overnight, and the other services hear of it."""

from shared.principal import Principal
from shared.timers import Clock

from .queries import moves_due
from .writing import announce_households

clock = Clock()


@clock.every(3600)
def announce_moves(store, now) -> None:
    """Once per file and day: an announced file is not due again."""
    with store.reading(None) as session:
        due = moves_due(session, now)
    for operator_id, files in due.items():
        with store.work(Principal.system(operator_id), now=now) as work:
            announce_households(work, files)

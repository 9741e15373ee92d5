"""Of several clocks one works at an import; what a dead one held is free after a minute."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from shared.principal import Principal

from .models import DirectoryImport, ImportState

HELD = timedelta(seconds=60)  # renewed with every handful of rows


@contextmanager
def held(store, import_id, state: ImportState):
    """The import as it is, when it is in this state and nobody else works at it; else None."""
    with store.reading(None) as session:
        found = session.get(DirectoryImport, import_id)
    mine = found is not None and found.state == state and hold(store, found)
    try:
        yield found if mine else None
    finally:
        if mine:
            let_go(store, found)


def hold(store, found: DirectoryImport) -> bool:
    """The version decides between two who come at once: the later fails, and looks in again."""
    now = datetime.now(UTC)
    with store.work(system_of(found.acting), now=now) as work:
        handed = work.session.get(DirectoryImport, found.id)
        if handed.held_until and handed.held_until > now:
            return False
        handed.held_until = now + HELD
    return True


def let_go(store, found: DirectoryImport) -> None:
    with store.work(system_of(found.acting)) as work:
        work.session.get(DirectoryImport, found.id).held_until = None


def system_of(acting) -> Principal:
    return Principal.system(acting.operator_id, name="imports")

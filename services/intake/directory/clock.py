"""Time's door: spreadsheets that were handed in are looked through and carried out, and not kept for ever."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from shared.principal import Principal
from shared.timers import Clock

from .imports.background import CARRY_OUT, CHECK, forget
from .imports.beside import Beside
from .imports.going_on import go_on
from .imports.looking_through import check
from .imports.models import DirectoryImport

KEPT = timedelta(days=30)
LOOKED_IN = timedelta(seconds=1)

clock, beside = Clock(), Beside()


@clock.timer(CHECK)
def check_import(store, timer, now):
    return again(now, beside.look_in(timer.subject_id, lambda: check(store, UUID(timer.subject_id), now)))


@clock.timer(CARRY_OUT)
def carry_out_import(store, timer, now):
    return again(now, beside.look_in(timer.subject_id, lambda: go_on(store, UUID(timer.subject_id))))


def again(now, done: bool):
    return None if done else now + LOOKED_IN


@clock.every(3600)
def forget_imports(store, now) -> None:
    """People's names and numbers that nobody needs any more (RF-6)."""
    with store.reading(None) as session:
        old = select(DirectoryImport.id, DirectoryImport.operator_id).where(DirectoryImport.updated_at < now - KEPT)
        found = session.execute(old.where(DirectoryImport.forgotten.is_(False))).all()
    for import_id, operator_id in found:
        with store.work(Principal.system(operator_id), now=now) as work:
            forget(work, import_id)

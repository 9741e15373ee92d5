"""Time's door: once an hour, files that belong to nothing are removed."""

from shared.timers import Clock

from .usecases import sweep_files

clock = Clock()


@clock.every(3600)
def sweep_orphans(store, now) -> None:
    sweep_files(store, now)

"""Minutes of work beside the clock: its other timers are not kept waiting, and it looks in until the work is done."""

from collections.abc import Callable
from threading import Lock, Thread

PATIENCE = 1.0  # seconds that a look may take: most files are done by then


class Job:
    """A thread and what it ended with. It dies with the process: whatever it does must bear that."""

    def __init__(self, work: Callable[[], object]):
        self.work, self.error, self.done = work, None, False
        self.thread = Thread(target=self._run, name="imports", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.done = self.work() is not False
        except BaseException as error:  # told to whoever looks in next
            self.error = error


class Beside:
    """One thread for each key."""

    def __init__(self):
        self._jobs: dict[object, Job] = {}
        self._lock = Lock()

    def look_in(self, key, work: Callable[[], object]) -> bool:
        """Begin it, or see how far it is; True when it is done. Raises what it failed with."""
        with self._lock:
            job = self._jobs.get(key) or self._jobs.setdefault(key, Job(work))
        job.thread.join(PATIENCE)
        if job.thread.is_alive():
            return False
        with self._lock:
            self._jobs.pop(key, None)
        if job.error is not None:
            raise job.error
        return job.done

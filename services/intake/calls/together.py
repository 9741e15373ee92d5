"""Requests that arrive together are served together: who finds nobody at work takes along all who wait by then.

Nobody waits for a crowd: a request that is alone is served at once.
"""

from collections import deque
from collections.abc import Callable
from threading import Event, Lock
from typing import Any

MOST = 32


class _Asked:
    """One thing that somebody wants done; `woken` says that it is done, or that its owner is to go on with the rest."""

    __slots__ = ("answer", "done", "thing", "woken")

    def __init__(self, thing):
        self.thing, self.answer, self.done, self.woken = thing, None, False, Event()


class Together:
    """`do(thing, act)` → what `act([thing, …])` said about it; `act` answers a list with a list of the same length.

    An answer that is an exception is raised to the one who asked, and to nobody else.
    """

    def __init__(self, most: int = MOST):
        self.most = most
        self._waiting: deque[_Asked] = deque()
        self._lock, self._busy = Lock(), False

    def do(self, thing, act: Callable[[list], list]) -> Any:
        asked = _Asked(thing)
        with self._lock:
            self._waiting.append(asked)
            leads, self._busy = not self._busy, True
        if not leads:
            asked.woken.wait()
        if not asked.done:
            self._lead(act)
        if isinstance(asked.answer, BaseException):
            raise asked.answer
        return asked.answer

    def _lead(self, act) -> None:
        """The one who leads stands first in the row, so its own thing is always among those it takes."""
        with self._lock:
            group = [self._waiting.popleft() for _ in range(min(self.most, len(self._waiting)))]
        try:
            answers = act([asked.thing for asked in group])
        except BaseException as error:
            answers = [error] * len(group)
        for asked, answer in zip(group, answers, strict=True):
            asked.answer, asked.done = answer, True
        self._hand_over()
        for asked in group[1:]:
            asked.woken.set()

    def _hand_over(self) -> None:
        """The first of those who came meanwhile leads next."""
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        if following is not None:
            following.woken.set()

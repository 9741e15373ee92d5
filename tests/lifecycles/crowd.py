"""Fifty people at once: each waits at the line until all are there, then all act, on connections of their own (C-3)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

PEOPLE = 50
PATIENCE, A_MOMENT = 400, 0.02


def until_let_in(act):
    """The answer; whoever is told that the house is full comes again (F18)."""
    for _ in range(PATIENCE):
        answer = act()
        if answer.status_code != 503:
            return answer
        assert int(answer.headers["Retry-After"]) >= 1
        Event().wait(A_MOMENT)
    raise AssertionError("The house stayed full.")


def at_once(act, people: int = PEOPLE, *, wait: bool = True) -> list:
    """`act(n)` for n = 0 …; the answers in that order. `wait`: who is not let in comes again."""
    line = Barrier(people)

    def run(n: int):
        line.wait(60)
        return until_let_in(lambda: act(n)) if wait else act(n)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


def one_won(answers, *, told: tuple[int, ...], good: int = 200) -> None:
    """Exactly one was let through; everybody else heard that somebody was faster, or that it is not possible now."""
    counted = Counter(answer.status_code for answer in answers)
    assert counted[good] == 1, counted
    assert set(counted) <= {good, *told}, counted
    for answer in answers:
        if answer.status_code != good:
            assert answer.mimetype == "application/problem+json" and answer.json["detail"], answer.text

"""How long to wait before another try: longer each time, and never in step with all the others that wait."""

import random

FIRST, LONGEST = 0.5, 15.0


class Patience:
    """The pauses of one loop that lost its broker or database: about 0.5 s, 1 s, 2 s … 15 s, each half more or less."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST):
        self.first, self.longest = first, longest
        self.reset()

    def reset(self) -> None:
        """It went well: the next failure is a first one."""
        self.pause = self.first

    def next(self) -> float:
        pause, self.pause = self.pause, min(self.pause * 2, self.longest)
        return pause * random.uniform(0.5, 1.5)  # noqa: S311  jitter, not a secret


def spread(seconds: float) -> float:
    """Never sooner than asked, up to a fifth later: what failed together does not come back together."""
    return seconds * random.uniform(1, 1.2)  # noqa: S311  jitter, not a secret

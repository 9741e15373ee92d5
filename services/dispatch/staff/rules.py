"""What makes an imported row of staff believable, beyond the shape of its fields."""

from collections import Counter
from collections.abc import Iterable


def repeated(values: Iterable[str]) -> set[str]:
    """The values that stand there more than once."""
    return {value for value, times in Counter(values).items() if times > 1}

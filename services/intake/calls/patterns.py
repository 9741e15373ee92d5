"""Regular expressions that come as data: short ones only, and none that could run away on a long text."""

import re
from re import _constants as words
from re import _parser as parser

LONGEST_PATTERN = 200
LONGEST_TEXT = 60
GROUPS = {"building", "entrance", "room"}
REPEATS = (words.MAX_REPEAT, words.MIN_REPEAT, words.POSSESSIVE_REPEAT)
SMALL = 8


def fault_of_pattern(pattern) -> str | None:
    """What is wrong with a pattern, None when it may be used."""
    if not isinstance(pattern, str) or not 0 < len(pattern) <= LONGEST_PATTERN:
        return f"A regular expression of at most {LONGEST_PATTERN} characters is expected."
    try:
        groups = re.compile(pattern).groupindex.keys()
        parsed = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"Not a regular expression: {error}."
    if not groups or groups - GROUPS:
        return f"The named groups {', '.join(sorted(GROUPS))} are expected."
    if runs_away(parsed):
        return "A repetition inside a repetition can run away; write it without."
    if repeats(parsed) > 6:
        return "At most six open-ended repetitions."
    return None


def runs_away(parsed, inside: bool = False) -> bool:
    """Whether an open-ended repetition stands inside another, or the pattern refers back to a group."""
    for code, said in parsed:
        if code in (words.GROUPREF, words.GROUPREF_EXISTS):
            return True
        wide = code in REPEATS and said[1] > SMALL
        if wide and inside:
            return True
        if any(runs_away(part, inside or wide) for part in parts(said)):
            return True
    return False


def repeats(parsed) -> int:
    """How many open-ended repetitions stand in it."""
    own = sum(code in REPEATS and said[1] > SMALL for code, said in parsed)
    return own + sum(repeats(part) for _, said in parsed for part in parts(said))


def parts(said):
    """The sub-patterns of a parsed piece, however deep it keeps them."""
    if isinstance(said, parser.SubPattern):
        yield said
    elif isinstance(said, tuple | list):
        for piece in said:
            yield from parts(piece)

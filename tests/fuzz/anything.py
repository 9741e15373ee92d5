"""Anything a stranger may send: JSON of every shape, and bytes that only look like it."""

import json

from hypothesis import strategies as some

NASTY = (
    "", " ", "\0", "\x1b[31m", "\r\nX-Injected: 1", "\ud800", "\udfff\ud800", "\u2028", "\u202e", "\ufeff", "a" * 5000,
    "=1+1", "@SUM(A1)", "%_\\", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "'; DROP TABLE tickets;--",
    "../../etc/passwd", "NaN", "null", "0", "-1", "1e400", "٣", "９９", "👩‍👩‍👧‍👦", "e\u0301" * 50,
    "2026-02-30", "99:99", "ß" * 200,
)  # fmt: skip
NUMBERS = (0, -1, 2**31, 2**63, -(2**63) - 1, 10**39, 10**41, 1e308, -0.0, 5e-324, float("nan"), float("inf"))
texts = some.one_of(some.sampled_from(NASTY), some.text(max_size=40))
scalars = some.one_of(
    some.none(), some.booleans(), some.integers(), some.sampled_from(NUMBERS), some.floats(), texts, texts
)
things = some.recursive(
    scalars,
    lambda inner: some.one_of(some.lists(inner, max_size=4), some.dictionaries(texts, inner, max_size=4)),
    max_leaves=8,
)


def deep(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


@some.composite
def spelled(draw, value) -> bytes:
    """A value as bytes, by senders of every kind: most of them honest, some careless, some hostile."""
    text = json.dumps(value, ensure_ascii=draw(some.booleans()))
    raw = text.encode("utf-8", "surrogatepass")
    how = draw(some.sampled_from(("so", "so", "so", "so", "twice", "utf-16", "gbk", "bom", "cut", "spoilt", "deep")))
    if how == "twice" and isinstance(value, dict) and value:
        name = json.dumps(next(iter(value)))
        return f"{text[:-1]}, {name}: 1}}".encode("utf-8", "surrogatepass")
    if how in ("utf-16", "gbk"):
        return text.encode(how, "replace")
    if how == "spoilt":
        at = draw(some.integers(0, len(raw)))
        return raw[:at] + draw(some.binary(max_size=3)) + raw[at + 1 :]
    changed = {"bom": b"\xef\xbb\xbf" + raw, "cut": raw[: len(raw) // 2], "deep": deep(40).encode()}
    return changed.get(how, raw)

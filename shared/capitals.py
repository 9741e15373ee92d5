"""Amounts in the capital characters that nobody can alter with a stroke (RB-6)."""

from decimal import Decimal


def in_capitals(amount: Decimal) -> str:
    """The amount in yuan as it is written on Chinese paper: 123.45 becomes 壹佰贰拾叁元肆角伍分."""
    import cn2an  # reads its lists for a fifth of a second, and most processes never print a paper

    said: str = cn2an.an2cn(f"{amount:.2f}", "rmb")
    return said

"""Own copies of what other services announced: the newest version stays, whatever order they come in."""

from sqlalchemy import select


def newest(facts: list[dict], key: str = "id") -> dict:
    """Of several facts about one thing the one with the highest `heard_version`."""
    found: dict = {}
    for fact in facts:
        known = found.get(fact[key])
        if known is None or fact["heard_version"] > known["heard_version"]:
            found[fact[key]] = fact
    return found


def keep_newest(work, model, facts: list[dict]) -> None:
    """Insert or overwrite copies in two statements for any number of facts; older versions change nothing."""
    wanted = newest(facts)
    held = {row.id: row for row in work.session.scalars(select(model).where(model.id.in_(wanted)))}
    for thing_id, fact in wanted.items():
        row = held.get(thing_id)
        if row is None:
            work.session.add(model(**fact))
        elif fact["heard_version"] > row.heard_version:
            for name, value in fact.items():
                setattr(row, name, value)

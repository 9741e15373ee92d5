"""Keeping the copies: the newest version wins, whatever the order of arrival (RO-3)."""

from shared.storage.statements import insert_into


def keep_copies(work, model, copies: list[dict]) -> None:
    """Insert or renew `copies` with one statement; a copy that is not newer than the kept one changes nothing.

    Each copy holds every column of `model` but the scope's operator.
    """
    newest: dict = {}
    for copy in copies:
        if copy["seen_version"] >= newest.get(copy["id"], copy)["seen_version"]:
            newest[copy["id"]] = copy | {"operator_id": work.principal.operator_id}
    table = model.__table__
    insert = insert_into(work.session, table)
    facts = [column.name for column in table.columns if column.name not in ("id", "operator_id", "site_id")]
    statement = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={name: insert.excluded[name] for name in facts},
        where=table.c.seen_version < insert.excluded.seen_version,
    )
    rows = [newest[key] for key in sorted(newest)]  # one order for all readers: no deadlock
    work.session.execute(statement.values(rows))

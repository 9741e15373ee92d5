"""Short numbers that people read out on the phone: per operator, site, kind and year, without gaps."""

from uuid import UUID

from .statements import insert_into


def next_numbers(work, kind: str, site_id: UUID, year: int, count: int) -> int:
    """Take `count` numbers and return the last. The row stays locked until the commit: a rollback gives them back."""
    table = work.store.table("numbers")
    insert = insert_into(work.session, table).values(
        operator_id=work.principal.operator_id, site_id=site_id, kind=kind, year=year, last=count
    )
    taken = insert.on_conflict_do_update(
        index_elements=["operator_id", "site_id", "kind", "year"], set_={"last": table.c.last + count}
    ).returning(table.c.last)
    return work.session.execute(taken).scalar_one()

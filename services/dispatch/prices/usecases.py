"""Keeping the copy of the price list: whole, and only ever forward."""

from sqlalchemy import delete

from shared.ids import new_id
from shared.storage.statements import insert_into

from .models import PriceItem, PriceList


def copy_price_list(work, version: int, items: list[dict]) -> None:
    """Replace the operator's list by this version of it, unless a newer one stands already (RB-1)."""
    if not _is_newer(work, version):
        return
    work.session.execute(delete(PriceItem))
    work.session.add_all(PriceItem(**item) for item in items)


def _is_newer(work, version: int) -> bool:
    """Claim the version in one statement, so that two readers at once cannot both believe they are newer."""
    insert = insert_into(work.session, PriceList).values(
        id=new_id(), operator_id=work.principal.operator_id, source_version=version
    )
    claim = insert.on_conflict_do_update(
        index_elements=["operator_id"],
        set_={"source_version": insert.excluded.source_version},
        where=PriceList.source_version < insert.excluded.source_version,
    )
    return work.session.execute(claim.returning(PriceList.id)).first() is not None

"""Publishing the price list of paid services: dated, never altered, announced whole (RB-1, RW-4)."""

from datetime import date

from services.billing.tariffs import queries
from services.billing.tariffs.models import PriceItem
from services.billing.tariffs.rules import Timeline
from services.billing.tariffs.schemas import PriceRow
from shared.contracts.billing import PriceListChanged

from .rows import insist_on_all, on_record, read_rows, report

FACTS = ("code", "name_zh", "name_en", "kind", "unit", "price", "valid_from", "valid_to")


def import_price_list(work, items: list[dict], *, today: date, partial: bool, dry_run: bool) -> dict:
    """The same import again changes and announces nothing."""
    work.principal.require(None, "admin", "head_office", "system")
    price_list = queries.lock_price_list(work)
    published = {(item.code, item.valid_from): item for item in queries.all_prices(work.session)}
    rows = read_rows(PriceRow(), items)
    facts = [{name: getattr(item, name) for name in FACTS} for item in published.values()]
    Timeline(facts, fixed=("kind", "unit", "price"), today=today).judge_all(rows)
    if not partial and not dry_run:
        insist_on_all(rows)
    if not dry_run and _write(work, rows, published):
        _publish(work, price_list)
        work.audit("price_list.published", about=price_list, after={"edition": price_list.edition, **on_record(rows)})
    return report(rows, dry_run=dry_run, version=price_list.edition)


def _write(work, rows, published) -> bool:
    changed = [row for row in rows if row.status in ("created", "updated")]
    for row in changed:
        item = published.get((row.code, row.values["valid_from"]))
        if item is None:
            work.session.add(PriceItem(**row.values))
            continue
        for name, value in row.values.items():
            setattr(item, name, value)
    work.session.flush()
    return bool(changed)


def _publish(work, price_list) -> None:
    price_list.edition += 1
    price_list.published_at = work.now
    items = [
        {
            "code": item.code,
            "name": item.name,
            "kind": item.kind,
            "unit": item.unit,
            "price": item.price,
            "valid_from": item.valid_from,
            "valid_to": item.valid_to,
        }
        for item in queries.all_prices(work.session)
    ]
    work.announce(PriceListChanged, about=price_list.id, site_id=None, version=price_list.edition, items=items)

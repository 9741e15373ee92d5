"""Publishing fee items and their dated standards (RB-1, RB-2)."""

from datetime import date

from services.billing.tariffs import queries
from services.billing.tariffs.models import FeeItem, FeeStandard
from services.billing.tariffs.rules import Row, Timeline
from services.billing.tariffs.schemas import FeeRow

from .rows import insist_on_all, on_record, read_rows, report

OF_ITEM = ("name_zh", "name_en", "formula", "cycle", "unit")


def import_fee_items(work, items: list[dict], *, today: date, partial: bool, dry_run: bool) -> dict:
    """One row per standard; a standard in force keeps its rate, and its item keeps its formula."""
    work.principal.require(None, "admin", "head_office", "system")
    queries.lock_price_list(work)
    known = {item.code: item for item in queries.all_fee_items(work.session)}
    rows = read_rows(FeeRow(), items)
    Timeline(_facts(known), fixed=("formula", "cycle", "unit", "rate"), today=today).judge_all(rows)
    _agree(rows, known)
    if not partial and not dry_run:
        insist_on_all(rows)
    if not dry_run:
        for row in rows:
            if row.status in ("created", "updated"):
                _write(work, row, known)
        if changed := on_record(rows):
            work.audit("fee_items.published", about=("fee_items", "import"), after=changed)
    return report(rows, dry_run=dry_run)


def _facts(known: dict[str, FeeItem]) -> list[dict]:
    return [
        {"code": code, "rate": s.rate, "valid_from": s.valid_from, "valid_to": s.valid_to}
        | {name: getattr(item, name) for name in OF_ITEM}
        for code, item in known.items()
        for s in item.standards
    ]


def _agree(rows: list[Row], known: dict[str, FeeItem]) -> None:
    """All rows of one code describe one item: formula and cycle may not differ between its standards."""
    first = {code: (item.formula, item.cycle) for code, item in known.items()}
    for row in rows:
        if row.status == "refused":
            continue
        said = (row.values["formula"], row.values["cycle"])
        if first.setdefault(row.code, said) != said:
            row.refuse("formula", f"{row.code} is {' '.join(first[row.code])}: use another code.")


def _write(work, row: Row, known: dict[str, FeeItem]) -> None:
    item = known.get(row.code)
    if item is None:
        item = known[row.code] = FeeItem(code=row.code, standards=[])
        work.session.add(item)
    for name in OF_ITEM:
        setattr(item, name, row.values[name])
    dated = {name: row.values[name] for name in ("rate", "valid_from", "valid_to")}
    standard = next((s for s in item.standards if s.valid_from == dated["valid_from"]), None)
    if standard is None:
        item.standards.append(FeeStandard(**dated))
        return
    for name, value in dated.items():
        setattr(standard, name, value)

"""Codes and quantities become priced lines, from the agreed quote or the price list of the day (RW-4)."""

from services.dispatch.places.queries import day_at
from services.dispatch.prices.queries import prices_on
from services.dispatch.prices.rules import FREE, Priced
from services.dispatch.work_orders.models import LineStage, OrderKind, OrderLine, WorkOrder
from shared.errors import BadInput

FITS = {"lines": None, "labour": ("labour", "call_out"), "materials": ("material",)}


def priced_lines(work, order: WorkOrder, asked: dict[str, list[dict]]) -> list[Priced]:
    """`asked` holds lists of {code, quantity} under the names of their fields. A rework costs nothing (RW-8).

    Raises BadInput that names every line whose code is not on the list, or is listed as another kind of line.
    """
    codes = [line["code"] for lines in asked.values() for line in lines]
    day = day_at(work.session, order.site_id, work.now)
    items: dict = dict(prices_on(work.session, day, codes)) if codes else {}
    if order.agreed_at:  # the customer pays the price they agreed to, whatever the list says today
        items |= {line.code: line for line in order.lines_of(LineStage.QUOTED)}
    faults, priced = {}, []
    for name, lines in asked.items():
        for n, line in enumerate(lines):
            item = items.get(line["code"])
            fault = _fault(item, line["code"], FITS[name])
            if fault:
                faults[f"{name}.{n}.code"] = [fault]
            else:
                price = FREE if order.kind == OrderKind.REWORK else item.price
                priced.append(Priced(item.code, item.name, item.kind, item.unit, line["quantity"], price))
    if faults:
        raise BadInput("Some lines are not on the price list.", errors=faults)
    return priced


def _fault(item, code: str, fits: tuple[str, ...] | None) -> str | None:
    if item is None:
        return f"{code} is not on the price list of this site today."
    if fits and item.kind not in fits:
        return f"{code} is listed as {item.kind}; here {' or '.join(fits)} is expected."
    return None


def write_lines(order: WorkOrder, stage: LineStage, priced: list[Priced]) -> None:
    """Replace the order's lines of this stage."""
    kept = [line for line in order.lines if line.stage != stage]
    names = ("code", "name", "kind", "unit", "quantity", "price", "amount")
    fresh = []
    for n, line in enumerate(priced):
        facts = {name: getattr(line, name) for name in names}
        fresh.append(OrderLine(stage=stage, position=n, site_id=order.site_id, **facts))
    order.lines = [*kept, *fresh]

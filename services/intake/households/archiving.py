"""The list of a month: produced by the house, reviewed and signed by the manager, archived with a seal (RF-2)."""

from datetime import date

from services.intake.directory.queries import find_site
from shared.errors import BadInput, Conflict
from shared.ids import new_id

from .archive import MonthState, RegisterMonth, seal_of
from .changes import plain
from .register_queries import lines, month_of_register, unit_codes
from .registers import FACTS, REGISTERS
from .rules import KEEPERS
from .site_rules import last_day, month_after, rules_of


def produce_month(work, site_id, register: str, month: date) -> RegisterMonth:
    """The register as of the month's last day. A month that is not over, and one that is there, are refused."""
    site, month = find_site(work.session, site_id), month.replace(day=1)
    work.principal.require(site_id, *KEEPERS, "system")
    if last_day(month) >= site.date_at(work.now):
        raise BadInput("The month is not over yet.", errors={"month": ["A month that has ended."]})
    there = month_of_register(work.session, site_id, register, month)
    if there is not None:
        raise Conflict("This month is there already.", month_id=str(there.id), state=str(there.state), allowed=[])
    made = RegisterMonth(id=new_id(), site_id=site_id, register=register, month=month, as_of=last_day(month))
    made.state, made.operator_id = MonthState.PRODUCED, work.principal.operator_id
    made.due_on = month_after(month).replace(day=rules_of(site)["archive_by_day"])
    _fill(work, made)
    work.session.add(made)
    work.session.flush()
    return _kept(work, made, "produced")


def produce_again(work, made: RegisterMonth, reason: str) -> RegisterMonth:
    """After a correction: what was reviewed is reviewed again."""
    made.move("produce-again", work.principal, reason=reason)
    made.reason, made.reviewed_at, made.reviewed_by_name, made.review_note = reason, None, None, None
    _fill(work, made)
    return _kept(work, made, "produced", reason)


def review_month(work, made: RegisterMonth, note: str | None = None) -> RegisterMonth:
    made.move("review", work.principal)
    made.reviewed_at, made.reviewed_by_name, made.review_note = work.now, work.principal.name[:100], note
    return _kept(work, made, "reviewed", note)


def sign_month(work, made: RegisterMonth) -> RegisterMonth:
    """Into the archive: from now on it stays as it is, whatever the register says later."""
    made.move("sign", work.principal)
    if seal_of(made.lines) != made.seal:
        raise Conflict("The lines are not those that were produced.", state=str(made.state), allowed=["produce-again"])
    made.signed_at, made.signed_by_name = work.now, work.principal.name[:100]
    return _kept(work, made, "signed")


def _fill(work, made: RegisterMonth) -> None:
    asked = {"site_id": made.site_id, "as_of": made.as_of}
    found = list(work.session.scalars(lines(made.register, asked).order_by(REGISTERS[made.register].id)))
    codes = unit_codes(work.session, {line.unit_id for line in found})
    rows = [_row(made.register, line, codes[line.unit_id]) for line in found]
    made.lines = sorted(rows, key=lambda row: (row["unit_code"], row["valid_from"]))
    made.seal, made.produced_at = seal_of(made.lines), work.now


def _row(register: str, line, unit_code: str) -> dict:
    facts = {name: getattr(line, name) for name in ("id", "unit_id", "valid_from", "valid_to", *FACTS[register])}
    return {"unit_code": unit_code} | {name: plain(value) for name, value in facts.items()}


def _kept(work, made: RegisterMonth, what: str, because: str | None = None) -> RegisterMonth:
    made.updated_at = work.now
    work.session.flush()
    facts = {"register": made.register, "month": f"{made.month:%Y-%m}", "lines": len(made.lines), "seal": made.seal}
    work.audit(f"register.month_{what}", about=made, after=facts, because=because)
    return made

"""What a step may stand on that other records know; each says in both languages what is missing (RM-4 to RM-8)."""

from math import ceil

from sqlalchemy import select

from services.intake.chronicle.queries import unpaid_bills
from services.intake.directory.queries import find_site
from services.intake.renovations.queries import areas_not_tight, passes_of, passes_out

from .findings import UNSETTLED, Finding
from .site_rules import rules_of


def open_findings(session, procedure_id) -> list[Finding]:
    chosen = select(Finding).where(Finding.procedure_id == procedure_id, Finding.state.in_(UNSETTLED))
    return list(session.scalars(chosen.order_by(Finding.number)))


def findings_closed(session, procedure, step, now, said) -> str | None:
    numbers = ", ".join(finding.number for finding in open_findings(session, procedure.id)[:10])
    return f"整改通知未了结：{numbers} / Notices not settled: {numbers}" if numbers else None


def account_settled(session, procedure, step, now, said) -> str | None:
    owed = unpaid_bills(session, procedure.unit_id) if procedure.unit_id else None
    if not owed or not owed.bills:
        return None
    amount, bills = f"{owed.amount:.2f}", owed.bills
    return f"尚欠 {amount} 元（{bills} 张账单） / {amount} is owed on {bills} bill(s)"


def workers_registered(session, procedure, step, now, said) -> str | None:
    return None if passes_of(session, procedure.id) else "尚未登记施工人员 / No worker is registered yet"


def passes_returned(session, procedure, step, now, said) -> str | None:
    numbers = ", ".join(one.number for one in passes_out(session, procedure.id)[:10])
    return f"出入证未收回也未报失：{numbers} / Passes neither returned nor missing: {numbers}" if numbers else None


def extinguishers_enough(session, procedure, step, now, said) -> str | None:
    """By the floor area of the application."""
    rules = rules_of(find_site(session, procedure.site_id))
    area = next((float(one.value("floor_area")) for one in procedure.steps if one.value("floor_area")), 0)
    wanted = max(rules["extinguishers_least"], ceil(area / rules["extinguisher_area"]))
    there = said.get("extinguishers", wanted)
    return None if there >= wanted else f"至少需要 {wanted} 具灭火器 / At least {wanted} extinguishers are needed"


def water_test_passed(session, procedure, step, now, said) -> str | None:
    areas = areas_not_tight(session, procedure.id)
    if areas is None:
        return "尚未做闭水试验 / No closed-water test was made yet"
    named = "、".join(areas)
    return f"闭水试验未合格：{named} / The closed-water test is not passed: {named}" if areas else None


NEEDS = {
    need.__name__: need
    for need in (
        findings_closed,
        account_settled,
        workers_registered,
        passes_returned,
        extinguishers_enough,
        water_test_passed,
    )
}

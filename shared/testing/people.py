"""The people of the test site, one for each role, and a stranger from another operator."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.principal import Principal

OPERATOR = UUID("01900000-0000-7000-8000-000000000001")
SITE = UUID("01900000-0000-7000-8000-000000000011")
SECOND_SITE = UUID("01900000-0000-7000-8000-000000000012")
OTHER_OPERATOR = UUID("01900000-0000-7000-8000-000000000002")
OTHER_SITE = UUID("01900000-0000-7000-8000-000000000021")


def today() -> date:
    """The date at the test sites, which from four in the afternoon is not that of Greenwich."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def person(login: str, *roles: str, operator: UUID = OPERATOR, site: UUID | str = SITE) -> Principal:
    """Somebody who holds `roles` at one site, or everywhere with site="*"."""
    return Principal(
        subject=f"person:{login}",
        kind="person",
        name=login.capitalize(),
        login=login,
        operator_id=operator,
        roles={str(site): roles},
    )


DESK = person("desk", "desk")
NIGHT_DUTY = person("night", "night_duty")
TECHNICIAN = person("tech", "technician")
SUPERVISOR = person("super", "supervisor")
MANAGER = person("manager", "manager")
CASHIER = person("cashier", "cashier")
ADMIN = person("admin", "admin", site="*")
HEAD_OFFICE = person("head", "head_office", site="*")
NEIGHBOUR = person("neighbour", "desk", "supervisor", "manager", "cashier", site=SECOND_SITE)
STRANGER = person(
    "stranger", "desk", "supervisor", "manager", "cashier", "admin", operator=OTHER_OPERATOR, site=OTHER_SITE
)

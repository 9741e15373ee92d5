"""Accounts and integrations as those who act (RO-1)."""

from shared.principal import Principal

from .models import Account, Integration


def principal_of(account: Account) -> Principal:
    roles = {site: tuple(held) for site, held in account.roles.items()}
    return Principal(str(account.id), "person", account.name, account.login, account.operator_id, roles)


def principal_of_integration(integration: Integration) -> Principal:
    """A platform acts as an integration at its sites and nowhere else."""
    roles = {str(site): ("integration",) for site in integration.site_ids}
    name, operator_id = integration.name, integration.operator_id
    return Principal(f"integration:{integration.id}", "integration", name, integration.code, operator_id, roles)


def principal_of_sandbox(integration: Integration) -> Principal:
    """A sandbox key has no role anywhere: no door of the real thing opens to it (decision 0030)."""
    name, operator_id = integration.name, integration.operator_id
    return Principal(f"sandbox:{integration.id}", "integration", name, integration.code, operator_id, {})

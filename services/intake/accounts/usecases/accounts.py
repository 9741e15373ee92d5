"""Accounts of people: made, amended, disabled, given a new password (RO-1)."""

from sqlalchemy import select

from services.intake.accounts import passwords
from services.intake.accounts.models import Account
from services.intake.accounts.queries import find_login, plain_login
from services.intake.accounts.usecases.sessions import end_sessions_of
from services.intake.directory.models import Site
from shared.audit import facts_of
from shared.errors import BadInput, Conflict
from shared.principal import EVERYWHERE, ROLES

ON_RECORD = ("login", "name", "roles", "staff", "disabled")
FOR_PEOPLE = tuple(role for role in ROLES if role not in ("integration", "system"))


def create_account(work, login: str, name: str, password: str, roles: dict, staff: str | None = None) -> Account:
    """Raises Conflict when the login is taken, by whatever operator."""
    facts = {"roles": known_roles(work, roles), "password_hash": passwords.hash_password(password)}
    if find_login(work.session, login):
        raise _taken(login)
    account = Account(login=plain_login(login), name=name, staff=staff, password_changed_at=work.now, **facts)
    work.session.add(account)
    work.session.flush()
    work.audit("account.created", about=account, after=facts_of(account, *ON_RECORD))
    return account


def _taken(login: str) -> Conflict:
    return Conflict(f"The login {plain_login(login)} is taken.", errors={"login": ["Another login is expected."]})


def amend_account(work, account: Account, *, password: str | None = None, **facts) -> Account:
    """Name, roles, staff code, disabled, or a new password given by the admin; the last two end every session."""
    if "roles" in facts:
        facts["roles"] = known_roles(work, facts["roles"])
    before = facts_of(account, *ON_RECORD)
    for name, value in facts.items():
        setattr(account, name, value)
    if password is not None:
        account.password_hash, account.password_changed_at = passwords.hash_password(password), work.now
    if password is not None or facts.get("disabled"):
        end_sessions_of(work, account)
    work.session.flush()
    work.audit(
        "account.amended" if password is None else "account.password_changed",
        about=account,
        before=before,
        after=facts_of(account, *ON_RECORD),
    )
    return account


def known_roles(work, roles: dict[str, list[str]]) -> dict[str, list[str]]:
    """Roles by site id; sites may be named by code. Raises BadInput naming what does not exist."""
    known = {site.code: str(site.id) for site in work.session.scalars(select(Site))}
    known |= {site_id: site_id for site_id in known.values()} | {EVERYWHERE: EVERYWHERE}
    faults, cleaned = {}, {}
    for place, held in roles.items():
        misspelt = sorted(set(held) - set(FOR_PEOPLE))
        if place not in known:
            faults[f"roles.{place}"] = ['A site\'s id or code, or "*" for every site, is expected.']
        elif misspelt:
            faults[f"roles.{place}"] = [f"{', '.join(misspelt)}: one of {', '.join(FOR_PEOPLE)} is expected."]
        else:
            cleaned[known[place]] = list(dict.fromkeys(held))
    if faults:
        raise BadInput("The roles are not right.", errors=faults)
    return cleaned

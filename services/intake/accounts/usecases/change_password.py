"""A person changes the own password: guessing the former one is counted like guessing at the door (RO-1)."""

from datetime import datetime

from services.intake.accounts import passwords
from services.intake.accounts.models import Account
from services.intake.accounts.queries import find_own_account
from services.intake.accounts.throttle import count_try, forgive
from shared.errors import BadInput, TooMany
from shared.principal import Principal

from .accounts import amend_account


def change_password(store, who: Principal, former: str, password: str, *, address: str, now: datetime) -> Account:
    """Every browser has to sign in again. In two transactions as `sign_in` is: the try is kept whatever follows.

    Raises TooMany with the seconds to wait, BadInput for a wrong former or the same password.
    """
    with store.reading(who) as session:
        login, kept = _login_of(find_own_account(session, who))
    with store.work(None, now=now) as work:
        wait = count_try(work, login, address)
    if wait:
        raise TooMany("Too many tries. Wait a while and try again.", retry_after=wait)
    if not passwords.is_right(kept, former):
        raise BadInput("The former password is not right.", errors={"former": ["The password you sign in with."]})
    if former == password:
        raise BadInput("It is the same password.", errors={"password": ["Another password is expected."]})
    with store.work(who, now=now) as work:
        forgive(work, login, address)
        return amend_account(work, find_own_account(work.session, who), password=password)


def _login_of(account: Account) -> tuple[str, str]:
    return account.login, account.password_hash

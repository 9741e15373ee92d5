"""How often a login and an address may be tried: counted in the database, so that all web processes count together."""

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import case, delete

from shared.storage.statements import insert_into

from .models import SignInTries


def count_try(work, login: str, address: str) -> int | None:
    """Count one try before it is made. Returns the seconds to wait when there were too many, else None."""
    settings = work.store.settings
    limits = {key_of_login(login): settings.sign_in_tries_per_login}
    limits[key_of_address(address)] = settings.sign_in_tries_per_address
    window = timedelta(seconds=settings.sign_in_window_seconds)
    waits = []
    for key, limit in sorted(limits.items()):
        tries, ends_at = count(work, key, work.now + window)
        if tries > limit:
            waits.append(max(1, int((ends_at - work.now).total_seconds())))
    return max(waits, default=None)


def count(work, key: str, until: datetime, *, by: int = 1) -> tuple[int, datetime]:
    """How many there are now, and until when they count. One statement, so that two tries at once are two."""
    insert = insert_into(work.session, SignInTries)
    over = SignInTries.window_ends_at <= work.now
    kept = {
        "tries": case((over, by), else_=SignInTries.tries + by),
        "window_ends_at": case((over, insert.excluded.window_ends_at), else_=SignInTries.window_ends_at),
    }
    fresh = insert.values(key=key, tries=by, window_ends_at=until)
    counted = fresh.on_conflict_do_update(index_elements=["key"], set_=kept)
    answer = work.session.execute(counted.returning(SignInTries.tries, SignInTries.window_ends_at)).one()
    return answer.tries, answer.window_ends_at


def forgive(work, login: str, address: str) -> None:
    """Somebody came in: the login starts afresh, and the address gets its try back."""
    work.session.execute(delete(SignInTries).where(SignInTries.key == key_of_login(login)))
    shared = work.session.get(SignInTries, key_of_address(address))
    if shared is not None and shared.tries > 0:
        shared.tries = SignInTries.tries - 1


def key_of_login(login: str) -> str:
    return f"login:{login}"[:200]


def key_of_address(address: str) -> str:
    """An IPv6 network of 64 bits counts as one address: whoever has one has them all."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address}"[:200]
    if known.version == 6:
        return f"address:{ipaddress.ip_network((known, 64), strict=False)}"
    return f"address:{known}"

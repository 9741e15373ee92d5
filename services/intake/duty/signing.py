"""The incoming side proves by password who they are; the same counting of tries as at sign-in protects it."""

from datetime import datetime

from services.intake.accounts.usecases import sign_in
from shared.errors import BadInput, Unauthenticated
from shared.principal import Principal


def prove(store, login: str, password: str, *, address: str, now: datetime) -> Principal:
    """Whoever is signed in stays so: a wrong password of the other side is a fault of the form, not of the session."""
    try:
        return sign_in(store, login, password, address=address, now=now).principal
    except Unauthenticated as refused:
        raise BadInput(refused.detail, errors={"password": [refused.detail]}) from None

"""What is decided about coming in: signing in and out, accounts, integrations and their keys."""

from .accounts import amend_account, create_account
from .change_password import change_password
from .integrations import (
    amend_integration,
    close_sandbox,
    create_integration,
    exchange_key,
    open_sandbox,
    rotate_integration,
)
from .sessions import end_session, renew_session
from .sign_in import sign_in, token_for

__all__ = [
    "amend_account",
    "amend_integration",
    "change_password",
    "close_sandbox",
    "create_account",
    "create_integration",
    "end_session",
    "exchange_key",
    "open_sandbox",
    "renew_session",
    "rotate_integration",
    "sign_in",
    "token_for",
]

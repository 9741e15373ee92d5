"""An API key in the Authorization header opens intake's own doors directly, without a token."""

from datetime import UTC, datetime

from flask import Request

from shared.principal import Principal
from shared.web.current import store

from .keys import API_KEY
from .usecases import exchange_key


def by_api_key(asked: Request) -> Principal | None:
    """None when no API key was sent. Raises Unauthenticated when it is not a good one."""
    authorization = asked.headers.get("Authorization", "")
    if API_KEY not in authorization[:20]:
        return None
    with store().reading(None) as session:
        return exchange_key(session, authorization, datetime.now(UTC))

"""What intake needs to be told besides what every service is told: FRONTDESK_<FIELD>."""

from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class IntakeSettings(Settings):
    """Sign-in needs the private half of the token key (a JWKS, best by FRONTDESK_TOKEN_PRIVATE_KEY_FILE)."""

    token_private_key: str = ""
    token_seconds: int = 900
    session_hours: int = 12
    sign_in_tries_per_login: int = 10
    sign_in_tries_per_address: int = 100
    sign_in_window_seconds: int = 900
    pushes_per_minute: int = 120_000  # records of one platform

"""What intake needs to be told besides what every service is told: FRONTDESK_<FIELD>."""

from dataclasses import dataclass

from shared.files.opening import fault_of
from shared.settings import PREFIX, BadSettings, Settings


@dataclass(frozen=True, kw_only=True)
class IntakeSettings(Settings):
    """Sign-in needs the private half of the token key (a JWKS, best by FRONTDESK_TOKEN_PRIVATE_KEY_FILE)."""

    token_private_key: str = ""
    token_seconds: int = 900
    session_hours: int = 12
    sign_in_tries_per_login: int = 10
    sign_in_tries_per_address: int = 100
    sign_in_window_seconds: int = 900
    files_place: str = ""  # folder:///whole/path or s3://bucket/part?endpoint=…&region=…; without it files are refused
    files_access_key: str = ""
    files_secret_key: str = ""
    pushes_per_minute: int = 120_000  # records of one platform

    def __post_init__(self):
        super().__post_init__()
        if fault := fault_of(self.files_place):
            raise BadSettings(f"{PREFIX}FILES_PLACE: {fault}")

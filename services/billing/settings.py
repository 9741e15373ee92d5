"""What billing needs to be told besides what every service is told: FRONTDESK_<FIELD>."""

from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class BillingSettings(Settings):
    """`home_zone` says which day it is where no single site is meant, or a site's own zone has not arrived yet."""

    home_zone: str = "Asia/Shanghai"

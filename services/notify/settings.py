"""What an operator of notify may set; every number of a rule is a setting of the site instead (places/rules.py)."""

from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class NotifySettings(Settings):
    """An empty address means that the channel is not configured: messages then take the next one."""

    smtp_url: str = ""  # smtp://host:25, smtp+starttls://host:587 or smtps://host:465
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "frontdesk@localhost"
    sms_url: str = ""
    sms_token: str = ""
    in_app: bool = True  # false for an operator whose residents have no app; staff always have theirs
    channel_timeout: int = 10  # seconds a gateway may take to answer
    channel_tries: int = 3  # attempts on one channel before the next is taken
    message_tries: int = 9  # sends of one message over all channels, whatever happens
    webhook_private_addresses: bool = False  # allow receivers inside our own network
    webhook_timeout: int = 15
    webhook_threads: int = 16

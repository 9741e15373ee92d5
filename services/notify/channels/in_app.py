"""In-app: the message is read where people sign in, so the row itself is the delivery."""

from .answer import Answer, Outgoing, taken


def configured(settings) -> bool:
    return settings.in_app


def send(message: Outgoing, settings) -> Answer:
    return taken("Readable in the app.")

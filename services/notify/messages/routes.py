"""Messages at the door for programs."""

from sqlalchemy import select

from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import usecases
from .models import RESENDERS, Attempt, Message
from .schemas import MessageDetail, MessageQuery, MessageView, ResendMessage

READERS = ("desk", "night_duty", "supervisor", "manager", "area_manager", "cashier", "head_office", "admin")
FILTERS = ("ticket_id", "state", "kind", "recipient", "site_id")

messages = Room("messages", __name__, description="What was told to whom, and how it went")


@messages.get("/messages", allow=READERS, query=MessageQuery, answer=MessageView, page=True)
def list_messages(asked):
    """The newest first; ?recipient=role:supervisor is the supervisors' in-app list."""
    wanted = select(Message).filter_by(**{name: asked[name] for name in FILTERS if name in asked})
    with reading() as session:
        return keyset(session, wanted, (Message.created_at, Message.id), asked)


@messages.get("/messages/<uuid:message_id>", allow=READERS, answer=MessageDetail)
def show_message(message_id):
    """One message with its attempts."""
    with reading() as session:
        message = usecases.find_message(session, message_id)
        attempts = select(Attempt).filter_by(message_id=message_id).order_by(Attempt.number)
        message.attempts = list(session.scalars(attempts))
    return message


@messages.post("/messages/<uuid:message_id>/resend", allow=RESENDERS, body=ResendMessage, answer=MessageView)
def resend_message(asked, message_id):
    """Send a failed message again."""
    with work() as w:
        message = usecases.find_message(w.session, message_id)
        check_version(message)
        return usecases.resend_message(w, message)

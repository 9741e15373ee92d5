"""A letter cannot be turned into another one, and a mail server's answers are told apart (RV-5)."""

from types import SimpleNamespace

import pytest

from services.notify.channels import Outgoing, email
from services.notify.channels.answer import Result
from shared.ids import new_id


def settings(url="smtp://127.0.0.1:1", **changes):
    known = {"smtp_user": "", "smtp_password": "", "mail_from": "desk@example.org", "channel_timeout": 1}
    return SimpleNamespace(smtp_url=url, **{**known, **changes})


def letter(**changes):
    return Outgoing(**{"id": new_id(), "to": "li@example.org", "subject": "s", "body": "b", **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "li@example.org\r\nBcc: x@y.z"},
        {"subject": "a\nBcc: x@y.z"},
        {"to": "not an address"},
        {"to": "a@b, c@d"},
    ],
)
def test_what_would_break_out_of_a_header_is_never_sent(mailbox, changes):
    box = mailbox()
    assert email.send(letter(**changes), settings(box.url)).result == Result.NEVER
    assert box.letters == []


@pytest.mark.parametrize(("said", "result"), [("550 no such box", Result.NEVER), ("451 busy", Result.LATER)])
def test_refused_for_ever_and_for_now_are_told_apart(mailbox, said, result):
    answer = email.send(letter(), settings(mailbox(refuse=said).url))
    assert answer.result == result and said[:3] in answer.reason


def test_a_server_that_is_away_may_come_back():
    assert email.send(letter(), settings()).result == Result.LATER


def test_without_an_address_the_channel_is_not_configured():
    assert not email.configured(settings("")) and email.configured(settings())

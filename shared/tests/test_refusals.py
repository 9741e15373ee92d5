"""What a database refuses: a second of the same is the asker's matter, a value that we left out is ours."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from shared.ids import new_id
from shared.testing.people import ADMIN, SITE
from shared.web.errors import database_error

WHOLE = {"id": new_id(), "name": "leak", "price": Decimal("1.00"), "site_id": SITE}


@pytest.mark.parametrize(
    ("rows", "status", "code"),
    [([WHOLE, WHOLE], 409, "conflict"), ([WHOLE | {"name": None}], 500, "unexpected")],
    ids=["the same twice", "a value left out"],
)
def test_a_platform_is_told_to_come_again_only_when_that_can_help(store, thing, rows, status, code):
    with pytest.raises(IntegrityError) as refusal, store.work(ADMIN) as work:
        for row in rows:
            work.session.add(thing(**row))
            work.session.flush()
            work.session.expunge_all()
    with Flask("shared").test_request_context("/things"):
        answer = database_error(refusal.value)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)

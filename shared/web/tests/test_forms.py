"""A step that was refused is shown again with what was typed into it, and into no other step of the page."""

import pytest
from flask import render_template_string

from shared.web.pages.forms import Ask, Step

STEPS = [
    (name, Step(lambda: "Do it", lambda: None, asks=(Ask("note", lambda: "Note", "area"),)))
    for name in ("answer", "withdraw")
]
PAGE = '{% from "forms.html" import step_buttons %}{{ step_buttons(request.script_root ~ "/things/1", 3, steps) }}'


@pytest.mark.parametrize("mounted", ["http://localhost", "http://localhost/fake"])
def test_what_was_typed_into_a_refused_step_stands_there_again(app, mounted):
    sent = {"base_url": mounted, "method": "POST", "data": {"note": "Mended at nine"}}
    with app.test_request_context("/things/1/withdraw", **sent):
        text = render_template_string(PAGE, steps=STEPS)
    assert text.count("Mended at nine") == 1 and text.index("/withdraw") < text.index("Mended at nine")
    with app.test_request_context("/things/1", base_url=mounted):
        assert "Mended" not in render_template_string(PAGE, steps=STEPS)

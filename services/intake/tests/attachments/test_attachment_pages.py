"""The files of a ticket on its page: added with a phone's camera, looked at, taken away."""

import io
import re

import pytest

from services.intake.tests.attachments.conftest import paper, picture
from services.intake.tests.attachments.test_add_attachment import REFUSED

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(("lang", "words"), [("en", "Take a picture"), ("zh", "拍照")])
def test_the_page_takes_pictures_and_shows_them_small(lang, words, kept, page, desk):
    ticket, attachment = kept
    _, text, _ = page(desk, f"/tickets/{ticket['id']}", lang=lang)
    assert words in text and 'capture="environment"' in text and "水表旁" in text
    assert f"/attachments/{attachment['id']}/thumbnail" in text


def hand_in(page, who, ticket, *contents, lang="en", **more):
    parts = [(io.BytesIO(content), name) for content, name in contents]
    options = {"data": {"file": parts, **more}, "content_type": "multipart/form-data", "lang": lang}
    return page(who, f"/tickets/{ticket['id']}/attachments", "POST", **options)


def test_a_file_is_added_from_either_field_and_removed_with_a_reason(opened, page, desk, client):
    ticket = opened()
    status, _, answer = hand_in(page, desk, ticket, (b"", ""), (picture(), "photo.jpg"), note="厨房")
    assert status == 303 and answer.headers["Location"].endswith(f"/tickets/{ticket['id']}#files")
    (made,) = client.as_(desk).get(f"/tickets/{ticket['id']}/attachments").json
    assert made["note"] == "厨房"
    for path in (f"/attachments/{made['id']}", f"/attachments/{made['id']}/thumbnail"):
        shown = client.as_(desk).page("GET", path)
        assert shown.mimetype == "image/jpeg" and "sandbox" in shown.headers["Content-Security-Policy"]
    assert page(desk, f"/attachments/{made['id']}/remove", "POST", data={"reason": " "})[0] == 422
    assert page(desk, f"/attachments/{made['id']}/remove", "POST", data={"reason": "重复"})[0] == 303
    _, text, _ = page(desk, f"/tickets/{ticket['id']}")
    assert "重复" in text and f"/attachments/{made['id']}/thumbnail" not in text


def test_a_refusal_stands_on_the_page_with_what_would_be_right(opened, page, desk):
    status, text, _ = hand_in(page, desk, opened(), (paper(), "photo.jpg"))
    assert status == 422 and "Name it .pdf" in text
    assert hand_in(page, desk, opened(), (b"", ""))[0] == 422


def test_who_need_not_see_it_reads_that_it_is_there(kept, page, cashier):
    ticket, attachment = kept
    _, text, _ = page(cashier, f"/tickets/{ticket['id']}")
    assert f"{ticket['number']}-1.jpg" in text and "13812345521.jpg" not in text and "Take a picture" not in text
    assert page(cashier, f"/attachments/{attachment['id']}")[0] == 403


def test_every_refusal_is_said_in_chinese_to_who_reads_chinese(opened, page, desk):
    ticket = opened()
    for case, (content, name, declared, _right) in REFUSED.items():
        if declared is None:
            status, text, _ = hand_in(page, desk, ticket, (content, name), lang="zh")
            (said,) = re.findall(r"<li>文件: (.*?)</li>", text)
            assert status == 422 and not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", said), (case, said)

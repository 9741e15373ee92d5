"""Logs, traces and masks: everything can be followed, nobody is exposed (quality.md §3, reliability.md 2.7.10)."""

import io
import json
import logging

import pytest
import structlog

from shared import logs, masking, tracing

SEEDED = {
    "phone": "13812345521",
    "text": "call 13812345521 or +86 138-1234-5521, 010-65521234, li@example.org, 11010519491231002X",
    "password": "hunter2",
    "headers": {"Authorization": "Bearer abc", "Cookie": "frontdesk_token=abc"},
    "people": [{"phone": "13912345678", "email": "min@example.org"}],
}


@pytest.fixture
def written():
    stream, before = io.StringIO(), logging.root.handlers[:]
    level, config = logging.root.level, structlog.get_config()
    logs.cleared()
    logs.set_up("fake", "info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.handlers[:] = before
    logging.root.setLevel(level)
    logs.cleared()
    structlog.configure(**config)


def test_a_line_is_json_with_service_and_trace(written):
    with tracing.follow() as trace:
        logs.get("x").info("opened", number="T-2026-000001", unit="3-1201 翠湖")
    (line,) = written()
    assert (line["service"], line["trace_id"], line["level"]) == ("fake", trace.trace_id, "info")
    assert (line["event"], line["unit"]) == ("opened", "3-1201 翠湖")


def test_the_standard_library_writes_the_same_lines(written):
    logging.getLogger("kombu").warning("lost %s", "13812345521", extra={"attempt": 2})
    (line,) = written()
    assert (line["event"], line["attempt"], line["service"]) == ("lost 138****5521", 2, "fake")


def test_nothing_personal_or_secret_is_written(written):
    logs.get("x").info("call from 13812345521", **SEEDED)
    said = json.dumps(written(), ensure_ascii=False)
    for secret in ("13812345521", "1234-5521", "65521234", "li@", "19491231", "hunter2", "abc", "13912345678", "min@"):
        assert secret not in said, secret
    assert "138****5521" in said


def test_an_exception_is_masked_as_well(written):
    try:
        raise RuntimeError("no answer from 13812345521")
    except RuntimeError:
        logs.get("x").exception("failed")
    assert "138****5521" in written()[0]["exception"] and "13812345521" not in json.dumps(written())


def test_nobody_can_write_a_second_line(written):
    logs.get("x").info('name\r\n{"event": "forged"}', name="a\u2028b\x1b[31m")
    assert len(written()) == 1 and "\u2028" not in written()[0]["name"] and "\x1b" not in written()[0]["name"]


def test_ids_and_numbers_stay_readable():
    for text in ("T-2026-000123", "0190ab12-1234-7123-8123-138123455211", "order 2026-11-22T09:30:00", "¥12,345.50"):
        assert masking.mask_text(text) == text


@pytest.mark.parametrize(
    ("mask", "shown", "hidden"),
    [
        (masking.mask_phone, "13812345521", "138****5521"),
        (masking.mask_phone, "+8613812345521", "138****5521"),
        (masking.mask_phone, None, ""),
        (masking.mask_phone, "12345", "*****"),
        (masking.mask_email, "li@example.org", "l***@example.org"),
        (masking.mask_email, "", ""),
        (masking.mask_name, "李敏", "李*"),
        (masking.mask_name, "欧阳娜娜", "欧***"),
        (masking.mask_name, None, ""),
        (masking.mask_identity, "11010519491231002X", "110***********2X"),
    ],
)
def test_masks_keep_what_is_needed_to_recognise(mask, shown, hidden):
    assert mask(shown) == hidden


def test_a_trace_goes_on_with_a_step_of_its_own():
    with tracing.follow("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00") as trace:
        assert trace.trace_id == "0af7651916cd43dd8448eb211c80319c" and trace.span_id != "b7ad6b7169203331"
        assert tracing.current() == trace and trace.header.endswith("-00")
    assert tracing.current() is None


@pytest.mark.parametrize(
    "header",
    [
        "",
        None,
        "x",
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
    ]
    + [
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    ],
)
def test_a_header_that_is_no_trace_starts_a_new_one(header):
    assert tracing.parse(header) is None
    with tracing.follow(header) as trace:
        assert len(trace.trace_id) == 32

"""`make demo`: a centre of its own, the world around it, one day of work, and the proof that nothing was lost."""

import contextlib
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from embedded.centre import Centre, free_port
from embedded.door import Door
from embedded.folder import DataFolder
from embedded.stages import stage
from embedded.story import TICKETS, told

from .day import Day, clock_of
from .exports import read_export
from .facilities import open_facilities
from .opening import SAMPLE, Operator, open_operator
from .outside import Outside
from .platform import Platform
from .procedures import begin_procedures
from .profiles import choose_profile, chosen_records, load_profile, own_profiles
from .registers import keep_registers
from .report import not_ended, sums, tables

SAMPLE_EXPORT = SAMPLE / "call-centre-export.csv"
SHOWN_REFUSALS, SHOWN_DIFFERENCES, SHOWN_STORIES = 12, 30, 3


def play(asked) -> int:
    """0 only when nothing differs and everything pushed has ended."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    def tell(line: str):
        print(f"{clock_of(started)}  {line}", flush=True)

    records, profile = chosen(asked, tell)
    with world(asked, tell) as (centre, outside):
        code = carry_through(open_day(centre, outside, profile, tell), records)
        print(f"took {time.monotonic() - started:.1f} s", flush=True)
        return code


def open_day(centre: Centre, outside: Outside, profile: dict, tell) -> Day:
    """The operator with all its lists and people, and a platform that is connected."""
    operator = open_operator(Door(centre.url, "admin", centre.password), tell)
    keep_registers(operator, tell)
    open_facilities(operator, tell)
    begin_procedures(operator, tell)
    return Day(operator, connect(operator, profile, outside, tell), outside, tell)


def carry_through(day: Day, records: list[dict]) -> int:
    """Every record from its push to its end; 0 when all have ended and nothing differs."""
    day.platform.push_all(records, day.tell)
    show_answers(day.platform, day.tell)
    finished = day.play()
    day.tell("the day is over; comparing the four services")
    return conclude(day, finished)


def chosen(asked, tell) -> tuple[list[dict], dict]:
    """The records to push and the profile that explains them."""
    path = Path(asked.records) if asked.records else SAMPLE_EXPORT
    everything = read_export(path)
    profile = load_profile(Path(asked.profile)) if asked.profile else choose_profile(everything, own_profiles())
    records = chosen_records(everything, profile, everything=asked.all)[: asked.limit]
    tell(f"{path.name}: {len(everything)} records, {len(records)} taken, profile {profile['name']}")
    return records, profile


@contextlib.contextmanager
def world(asked, tell) -> Iterator[tuple[Centre, Outside]]:
    """A centre on this machine with a mailbox, an SMS gateway and a platform around it; all gone afterwards."""
    path = Path(asked.data) if asked.data else Path(tempfile.mkdtemp(prefix="frontdesk-demo-"))
    outside, folder = Outside(mail_port=free_port()), DataFolder(path)
    if folder.founded():
        raise FileExistsError(f"{path} holds a centre already; the demo wants a folder of its own.")
    try:
        with stage(asked.stage, tell) as servers:
            centre = Centre(folder, port=free_port(), extra={"notify": channels(outside)}, tell=tell, **servers)
            outside.open()
            try:
                centre.start()
                yield centre, outside
            finally:
                centre.stop()
                outside.close()
    finally:
        if asked.data or asked.keep:
            tell(f"data kept in {path}")
        else:
            shutil.rmtree(path, ignore_errors=True)


def channels(outside: Outside) -> dict[str, str]:
    """How notify reaches the world around it."""
    return {
        "FRONTDESK_SMTP_URL": f"smtp://127.0.0.1:{outside.mail_port}",
        "FRONTDESK_SMS_URL": outside.sms_url,
        "FRONTDESK_SMS_TOKEN": "demo",
        "FRONTDESK_WEBHOOK_PRIVATE_ADDRESSES": "true",
    }


def connect(operator: Operator, profile: dict, outside: Outside, tell) -> Platform:
    """The platform gets its key and secret, shown once, and asks to be told of every move."""
    admin = operator.admin
    asked = {
        "name": "热线平台 Hotline",
        "code": "hotline",
        "profile": profile,
        "site_ids": list(operator.sites.values()),
    }
    integration = admin.post("/intake/api/v1/integrations", asked)
    outside.secret = integration["push_secret"]
    hook = {"url": outside.webhook_url, "secret": outside.secret, "events": ["ticket.moved"]}
    admin.put(f"/notify/api/v1/webhook-subscriptions/{integration['id']}", hook)
    tell("the call-centre platform is connected, its pushes and our webhooks are signed")
    return Platform(admin.url, integration, profile)


def show_answers(platform: Platform, tell):
    tell(
        f"accepted {len(platform.accepted)}, refused {len(platform.refused)}, to be sorted {len(platform.unclassified)}"
    )
    for line, external_id, why in platform.refused[:SHOWN_REFUSALS]:
        print(f"          refused: record {line or '(repeat)'} {external_id or '(no id)'}: {why}")
    for external_id, reasons in list(platform.unclassified.items())[:SHOWN_REFUSALS]:
        told = "; ".join(f"{reason['field']}={reason['value']!r}: {reason['why']}" for reason in reasons)
        print(f"          to be sorted: {external_id}: {told}")


def conclude(day: Day, finished: bool) -> int:
    """The tables, what is wrong if anything is, and the last line."""
    facts, differences = day.settle()
    print()
    print("\n".join(tables(facts)))
    outside = day.outside
    heard = sum(len(numbers) for numbers in outside.heard.values())
    noted = f"mails {len(outside.mails)}, texts {len(outside.texts)}, moves heard {heard}, forged {outside.refused}"
    print(f"{'outside':<10}{noted}")
    for trouble in day.troubles()[:SHOWN_DIFFERENCES]:
        print(f"trouble: {trouble}")
    for difference in differences[:SHOWN_DIFFERENCES]:
        print(f"difference: {difference}")
    left = not_ended(facts, day.platform.accepted)
    for ticket in left[:SHOWN_DIFFERENCES]:
        print(f"not ended: {ticket['number']} {ticket['kind']} is {ticket['state']}")
    for ticket in left[:SHOWN_STORIES]:
        found = day.admin.get(f"{TICKETS}/{ticket['ticket_id']}")
        print("\n".join(["", *told(day.admin, found, "en"), ""]))
    print(sums(facts, day.platform.accepted, differences).line())
    return 0 if finished and not differences and not left else 1

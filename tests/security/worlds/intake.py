"""Intake's things: places, households, people, tickets, accounts and platforms, three times."""

import io
from datetime import timedelta
from uuid import UUID

from PIL import Image
from sqlalchemy import func, select

from services.intake.directory.imports.carrying_out import name_units
from services.intake.directory.models import Building, Category, Operator, Site, Unit
from services.intake.directory.site_settings import complete
from services.intake.emergencies.models import Emergency
from services.intake.incidents.models import Incident
from services.intake.procedures.definition_schema import ProcedureDefinition
from services.intake.procedures.models import ProcedureEdition
from services.intake.procedures.states import DOERS
from shared.ids import new_id
from shared.principal import Principal
from tests.security.cast import FAR, NEXT, OWN, PLACES, boss
from tests.security.worlds import World, intake_gate, taken

CODES = {OWN: "CH", NEXT: "JX", FAR: "FX"}
SECRET_WORD = {OWN: "own-words", NEXT: "next-words", FAR: "far-words"}


def build(client, hear, store) -> World:
    for operator in dict.fromkeys(operator for operator, _site in PLACES.values()):
        _operator(store, operator)
    ids = {place: _place(client.as_(boss(place)), store, place) for place in PLACES}
    return World(ids, bodies=BODIES, queries=QUERIES, special=SPECIAL)


def _operator(store, operator) -> None:
    with store.work(Principal.system(operator)) as work:
        work.session.add(Operator(id=operator, code=f"op-{operator}"[-30:], name_zh="物业", name_en="Operator"))
        names = {"name_zh": "漏水", "name_en": "Leak", "place": "unit", "object": "pipe", "problem": "leak"}
        facts = {"kind": "repair_unit", "trade": "plumber", "follow_up": "leak", "priority": "urgent"}
        work.session.add(Category(code="unit.pipe.leak", **names, **facts))


def _units(store, place: str) -> list:
    operator, site_id = PLACES[place]
    with store.work(Principal.system(operator)) as work:
        zone = {"timezone": "Asia/Shanghai", "currency": "CNY", "settings": complete({})}
        named = {"name_zh": f"小区 {SECRET_WORD[place]}", "name_en": f"Site {SECRET_WORD[place]}"}
        work.session.add(Site(id=site_id, site_id=site_id, code=CODES[place], **named, **zone))
        work.session.flush()
        building = Building(id=new_id(), site_id=site_id, code="3", name_zh="三栋", name_en="3", aliases=[])
        work.session.add(building)
        work.session.flush()
        facts = {"building_id": building.id, "floor": 1, "use": "residential", "site_id": site_id}
        units = [Unit(id=new_id(), code=f"3-1-{n}", label=f"{n} {SECRET_WORD[place]}", **facts) for n in (101, 102)]
        work.session.add_all(units)
        work.session.flush()
        name_units(work, units)
        return [building.id, *(unit.id for unit in units)]


def _place(chief, store, place: str) -> dict:
    site_id, word = PLACES[place][1], SECRET_WORD[place]
    building, unit, empty = _units(store, place)
    who = {"name": word, "role": "owner", "phones": ["13812345521"]}
    household = taken(chief.post("/households", json={"unit_id": str(unit), "people": [who]}))
    ask = {"site_id": str(site_id), "unit_id": str(unit), "kind": "repair_unit", "description": word}
    ask |= {"caller": {"name": word, "phone": "13812345521"}}
    ticket, other, waiting = (taken(chief.post("/tickets", json=ask)) for _ in range(3))
    act = lambda t, action, **facts: taken(  # noqa: E731
        chief.post(f"/tickets/{t['id']}/{action}", version=t["version"], json=facts)
    )
    closed = taken(chief.post("/tickets", json=ask))
    act(closed, "waive", reason="Asked by phone.")
    act(waiting, "wait", reason="A part is ordered.", until="2027-01-01T00:00:00+08:00")
    roles = {str(site_id): ["desk"]}
    login = f"clerk.{place}"
    asked = {"login": login, "name": word, "password": "long enough for a test", "roles": roles}
    account = taken(chief.post("/accounts", json=asked))
    platform = taken(
        chief.post("/integrations", json={"code": f"hotline-{place}", "name": word, "site_ids": [str(site_id)]})
    )
    later = {"profile": PROFILE, "valid_from": "2200-01-01T00:00:00Z"}
    edition = taken(chief.post(f"/integrations/{platform['id']}/profile/editions", json=later))
    ids = {"edition": edition["number"], "phone_call_id": _call(chief, platform["id"], site_id)}
    ids |= {"site_id": site_id, "building_id": building, "unit_id": unit, "empty_unit_id": empty, "login": login}
    ids |= {"household_id": household["id"], "person_id": household["people"][0]["id"], "ticket_id": ticket["id"]}
    ids |= {
        "other_ticket_id": other["id"],
        "waiting_ticket_id": waiting["id"],
        "closed_ticket_id": closed["id"],
        "account_id": account["id"],
    }
    note = taken(chief.post("/caller-notes", json={"site_id": str(site_id), "phone": "13812345521", "text": word}))
    declined = taken(chief.post("/tickets", json=ask))
    act(declined, "decline", explanation="Not ours.")
    ids |= {"note_id": note["id"], "declined_ticket_id": declined["id"], "kind": "complaint"}
    ids |= {"integration_id": platform["id"], "version": ticket["version"], "word": word, "number": ticket["number"]}
    ids |= {"form": "json", "service_code": "unit.pipe.leak", "service_request_id": ticket["id"], "token": "none"}
    ids |= _duty(chief, site_id, word)
    ids |= intake_gate.build(chief, site_id, unit, word)
    ids |= _registers(chief, site_id, unit, household["id"], word)
    ids |= _cabinet(chief, site_id, unit, word)
    ids |= _outage(chief, store, place, other["id"])
    with store.work(Principal.system(*PLACES[place])) as work:
        facts = {"site_id": PLACES[place][1], "calls": [], "opened_at": work.now}
        work.session.add_all([Emergency(ticket_id=UUID(str(one)), **facts) for one in (ids["ticket_id"], other["id"])])
    ids |= _files(chief, ticket["id"], word)
    ids |= _procedures(chief, store, place, unit, building, word)
    handed = taken(chief.post("/directory/imports/background", json={"units": []}), 202)
    ids |= {"import_id": handed["id"]}
    return {**ids, "action": "amend", "code": "not-found", "name": "frame.css"}


def _call(chief, platform: str, site_id) -> str:
    """A call that the telephone told of at this place."""
    line = taken(chief.post(f"/integrations/{platform}/phone-lines", json={"site_id": str(site_id)}))
    told = {"call_id": f"call-{site_id}", "state": "ringing", "direction": "in", "ani": "13812345521"}
    taken(chief.page("POST", line["address"], json=told))
    return taken(chief.get(f"/phone-calls?site_id={site_id}"))["items"][0]["id"]


def _duty(chief, site_id, word: str) -> dict:
    """A shift on duty with its log, a handover under way, and yesterday's report."""
    of_site = {"site_id": str(site_id)}
    shift = taken(chief.post("/duty/begin", json=of_site))
    entry = taken(chief.post("/duty/entries", json={**of_site, "kind": "note", "text": word, "follow_up": True}))
    handover = taken(chief.post("/handovers", json=of_site))
    report = taken(chief.post("/day-reports", json=of_site))
    ids = {"shift_id": shift["id"], "entry_id": entry["id"], "corrects_id": entry["id"], "settles_id": entry["id"]}
    return {**ids, "handover_id": handover["id"], "item_id": handover["items"][0]["id"], "report_id": report["id"]}


PROFILE = {"timezone": "UTC", "external_id": ["no"], "site": {"default": "CH"}}


def _outage(chief, store, place: str, ticket: str) -> dict:
    """An incident that goes on, with a ticket that hangs on it, and one that was only proposed."""
    (operator, site_id), word = PLACES[place], SECRET_WORD[place]
    made = taken(chief.post("/incidents", json={"site_id": str(site_id), "description": word, "tickets": [ticket]}))
    with store.work(Principal.system(operator, site_id)) as work:
        facts = {"number": work.number("I", site_id), "categories": [], "began_at": work.now, "by_name": "system"}
        proposed = Incident(id=new_id(), site_id=site_id, state="proposed", description=word, **facts)
        work.session.add(proposed)
    return {"incident_id": made["id"], "proposed_incident_id": proposed.id}


def _files(chief, ticket: str, word: str) -> dict:
    """A picture of a ticket."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    drawn.seek(0)
    form = {"file": (drawn, f"{word}.png"), "note": word}
    made = taken(chief.post(f"/tickets/{ticket}/attachments", data=form, content_type="multipart/form-data"))
    return {"attachment_id": made["id"]}


def _procedures(chief, store, place: str, unit, building, word: str) -> dict:
    """A renovation by the operator's own plain edition, with everything that can hang on it; a building moves in."""
    operator, _site = PLACES[place]
    with store.work(Principal.system(operator)) as work:
        step = {
            "code": "seen",
            "name": {"zh": "看", "en": "Look"},
            "who": list(DOERS),
            "fail": {},
            "skip": {"who": list(DOERS)},
        }
        lists = [{"code": "papers", "name": step["name"], "lines": [{"name": step["name"], "expected": 1}]}]
        last = {**step, "code": "last", "after": ["seen"], "lists": [{"code": "papers"}]}
        schema = ProcedureDefinition()
        content = schema.dump(schema.load({"name": step["name"], "steps": [step, last], "lists": lists}))
        since = {"valid_from": work.now.date() - timedelta(days=2), "at": work.now, "by_name": "Li"}
        known = work.session.scalar(select(func.count()).select_from(ProcedureEdition))
        work.session.add(ProcedureEdition(kind="renovation", edition=known + 1, content=content, **since))
    held = taken(chief.post("/procedures", json={"kind": "renovation", "unit_id": str(unit), "remark": word}))
    path = f"/procedures/{held['id']}"
    said = {"kind": "violation", "category": word, "description": word}
    finding = [taken(chief.post(f"{path}/findings", json=said)) for _ in range(3)][0]
    action = taken(chief.get("/corrective-actions"))["items"]
    worker = taken(chief.post(f"{path}/worker-passes", json={"name": word, "document": word}))
    test = taken(chief.post(f"{path}/water-tests", json={"area": word}))
    batch = taken(
        chief.post("/move-in-batches", json={"building_id": str(building), "name": word, "unit_ids": [str(unit)]})
    )
    mine = next(one for one in action if one["category"] == word)
    ids = {"procedure_id": held["id"], "step_id": held["steps"][0]["id"]}
    ids |= {"list_line_id": held["lines"][0]["id"], "finding_id": finding["id"], "action_id": mine["id"]}
    return {**ids, "worker_pass_id": worker["id"], "water_test_id": test["id"], "batch_id": batch["id"]}


def _registers(chief, site_id, unit, household: str, word: str) -> dict:
    """A title, a lease, last month's list of titles, an agreement and a vehicle."""
    since = {"unit_id": str(unit), "valid_from": "2020-01-01"}
    title = taken(chief.post("/title-register", json={**since, "holders": [{"name": word}]}))
    lease = taken(chief.post("/lease-register", json={**since, "tenant": word}))
    asked = {"site_id": str(site_id), "register": "title", "month": "2026-01-01"}
    month = taken(chief.post("/register-months", json=asked))
    agreed = {"kind": "service", "title": word, "party": word, "begins": "2020-01-01"}
    agreement = taken(chief.post(f"/households/{household}/agreements", json=agreed))
    vehicle = taken(chief.post(f"/households/{household}/vehicles", json={"plate": "京A12345"}))
    ids = {"title_line_id": title["id"], "lease_line_id": lease["id"], "line_id": title["id"], "month_id": month["id"]}
    return {**ids, "agreement_id": agreement["id"], "vehicle_id": vehicle["id"]}


def _cabinet(chief, site_id, unit, word: str) -> dict:
    """A key that hangs there, one that is lent, a count and an entrusted thing."""
    new = {"site_id": str(site_id), "unit_id": str(unit), "kind": "key", "category": "entrusted", "name": word}
    key, lent = (taken(chief.post("/keys", json=new)) for _ in range(2))
    staff = {"borrower_kind": "staff", "borrower_name": word, "purpose": word}
    lent = taken(chief.post(f"/keys/{lent['id']}/lend", version=lent["version"], json=staff))
    count = taken(chief.post("/key-counts", json={"site_id": str(site_id)}))
    left = {"site_id": str(site_id), "kind": "papers", "description": word, "giver_name": word}
    thing = taken(chief.post("/entrusted-things", json=left))
    ids = {"key_id": key["id"], "loan_id": lent["loans"][0]["id"], "count_id": count["id"], "thing_id": thing["id"]}
    return {**ids, "confirmed_by_id": key["id"]}


NEW_CATEGORY = {"name_zh": "漏水", "place": "unit", "object": "pipe", "problem": "leak", "kind": "repair_unit"}
NEW_CATEGORY |= {"trade": "plumber"}
OF_SITE = ("show_duty", "read_log", "draft_report", "show_board")
QUERIES = {f"duty.{name}": lambda i: {"site_id": str(i["site_id"])} for name in OF_SITE}
QUERIES["findings.count_record_checks"] = lambda i: {"site_id": str(i["site_id"])}
QUERIES["registers.show_list"] = lambda i: {"site_id": str(i["site_id"])}
BODIES = {
    "registers.record_title": lambda i: {
        "unit_id": str(i["empty_unit_id"]), "valid_from": "2020-01-01", "holders": [{"name": "x"}],
    },
    "registers.record_lease": lambda i: {
        "unit_id": str(i["empty_unit_id"]), "valid_from": "2020-01-01", "tenant": "x",
    },
    "registers.correct_title": lambda i: {"reason": "x"},
    "registers.correct_lease": lambda i: {"reason": "x"},
    "registers.produce_month": lambda i: {"site_id": str(i["site_id"]), "register": "lease", "month": "2026-01-01"},
    "registers_pages.produce_month": lambda i: {"site_id": str(i["site_id"]), "month": "2026-01"},
    "households_pages.open_household": lambda i: {"site_id": str(i["site_id"]), "unit": "x"},
    "keys.register_item": lambda i: {
        "site_id": str(i["site_id"]), "kind": "key", "category": "public", "name": "x",
    },
    "keys.lend_item": lambda i: {"borrower_kind": "unknown", "borrower_name": "x", "purpose": "x"},
    "keys.draw_count": lambda i: {"site_id": str(i["site_id"])},
    "keys.count_items": lambda i: {"lines": []},
    "entrusted.take_thing": lambda i: {
        "site_id": str(i["site_id"]), "kind": "papers", "description": "x", "giver_name": "x",
    },
    "keys_pages.register_item": lambda i: {"site_id": str(i["site_id"])},
    **{f"key_things_pages.{name}": lambda i: {"site_id": str(i["site_id"])} for name in ("take_thing", "draw_count")},
    "tickets.open_ticket": lambda i: {
        "site_id": str(i["site_id"]), "description": "Water", "unit_id": str(i["unit_id"]),
    },
    "quick_entry.show_caller_card": lambda i: {"site_id": str(i["site_id"])},
    "quick_entry.add_call": lambda i: {"ticket_id": i["ticket_id"]},
    "quick_entry.write_note": lambda i: {"site_id": str(i["site_id"]), "phone": "13812345521", "text": "x"},
    "quick_entry_pages.save": lambda i: {"site_id": str(i["site_id"]), "kind": "enquiry", "asked": "true"},
    "quick_entry_pages.card": lambda i: {"site_id": str(i["site_id"])},
    "directory.put_category": lambda i: {"name_en": "Leak", **NEW_CATEGORY},
    "guides.change_guide": lambda i: {},
    "tickets.classify_ticket": lambda i: {"kind": "complaint"},
    "tickets.merge_ticket": lambda i: {"into": i["other_ticket_id"]},
    "tickets.hand_over_owner": lambda i: {"to": i["login"]},
    "tickets_pages.take_step": lambda i: {"version": i["version"], "description": "Amended"},
    "households.open_household": lambda i: {"unit_id": str(i["empty_unit_id"])},
    "duty.write_entry": lambda i: {"site_id": str(i["site_id"]), "kind": "note", "text": "Water"},
    "duty.begin_shift": lambda i: {"site_id": str(i["site_id"])},
    "handovers.draw_handover": lambda i: {"site_id": str(i["site_id"])},
    "duty.issue_report": lambda i: {"site_id": str(i["site_id"])},
    "duty_gate_pages.acknowledge_item": lambda i: {"item_id": i["item_id"]},
    "handovers.count_entrusted": lambda i: {"counts": [{"code": "keys", "outgoing_count": 0}]},
    **{f"duty_pages.{name}": lambda i: {"site_id": str(i["site_id"])} for name in ("begin_shift", "draw_handover")},
    **{f"duty_pages.{name}": lambda i: {"site_id": str(i["site_id"])} for name in ("issue_report", "write_entry")},
    "procedures.publish_edition": lambda i: {
        "name": {"zh": "看", "en": "Look"}, "valid_from": "2200-01-01",
        "steps": [{"code": "seen", "name": {"zh": "看", "en": "Look"}, "who": ["desk"]}],
    },
    "procedures.open_procedure": lambda i: {"kind": "renovation", "unit_id": str(i["empty_unit_id"])},
    "move_ins.open_batch": lambda i: {"building_id": str(i["building_id"]), "name": "x"},
    "findings.write_finding": lambda i: {"category": "x", "description": "x"},
    "findings.record_check": lambda i: {"kind": "patrol"},
    "procedures_pages.open_procedure": lambda i: {
        "site_id": str(i["site_id"]), "kind": "renovation", "where": "3-1-102",
    },
    "move_ins_pages.open_batch": lambda i: {"building_id": str(i["building_id"]), "name": "x"},
    "emergencies.write_minute": lambda i: {"happened": "note", "words": "x"},
    "emergencies_pages.write_minute": lambda i: {"happened": "note", "words": "x"},
    "incidents.open_incident": lambda i: {"site_id": str(i["site_id"]), "description": "Water"},
    "incidents.detach_ticket": lambda i: {"ticket_id": i["other_ticket_id"], "reason": "x"},
    "incidents_pages.open_incident": lambda i: {"site_id": str(i["site_id"]), "description": "Water"},
    "attachments_pages.remove_attachment": lambda i: {"reason": "x"},
    "accounts.create_account": lambda i: {
        "login": "somebody.new", "name": "New", "password": "long enough for a test",
        "roles": {str(i["site_id"]): ["desk"]},
    },
    "accounts.create_integration": lambda i: {"code": "new", "name": "New", "site_ids": [str(i["site_id"])]},
    "accounts.amend_account": lambda i: {"name": "Amended"},
    "accounts.change_password": lambda i: {"former": "not the former one", "password": "long enough for a test"},
    "accounts_pages.change_password": lambda i: {"former": "not the former one", "password": "long enough"},
    "directory.import_directory": lambda i: {"buildings": []},
    "profiles.put_profile": lambda i: {},
    "profiles.plan_edition": lambda i: {"profile": PROFILE},
    "calls_pages.add_platform": lambda i: {"code": "new", "name": "New", "site_ids": str(i["site_id"])},
    "cti.open_phone_line": lambda i: {"site_id": str(i["site_id"])},
    "profiles.try_out_profile": lambda i: {"records": [{}]},
}  # fmt: skip
BODIES |= intake_gate.BODIES
SPECIAL = {
    ("POST", "confirm"): lambda i: {"incident_id": i["proposed_incident_id"]},
    ("POST", "dismiss"): lambda i: {"incident_id": i["proposed_incident_id"]},
    ("GET", "<string:kind>"): lambda i: {"kind": "title"},
    ("POST", "months"): lambda i: {"kind": "title"},
    ("POST", "<string:action>"): lambda i: {"kind": "title"},
    ("POST", "take-on"): lambda i: {"ticket_id": i["declined_ticket_id"]},
    ("POST", "resume"): lambda i: {"ticket_id": i["waiting_ticket_id"]},
    ("POST", "reopen"): lambda i: {"ticket_id": i["closed_ticket_id"]},
}

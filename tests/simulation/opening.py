"""The first morning of a very small operator, done once through the public doors: what every simulated day begins with.

One site with three units, four categories, three technicians around the clock, one platform that pushes and is told.
"""

import importlib
import json
from pathlib import Path
from types import SimpleNamespace

from services.intake.directory.models import Operator
from shared.principal import Principal
from shared.testing.client import Client
from shared.testing.people import ADMIN, OPERATOR, person

SERVICES = ("intake", "dispatch", "billing", "notify")
SAMPLE = Path(__file__).parents[2] / "embedded" / "sample"
PLATFORM = "http://platform.invalid/hook"
SECRET = "whsec_" + "c2ltdWxhdGVkLXBsYXRmb3JtLW9mLXRoZS10ZXN0cyE="
KINDS = ("unit.pipe.leak", "public.light.broken", "enquiry.other")
ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00"}]


def service_of(name: str):
    return importlib.import_module(f"services.{name}.service").service


def sample(name: str) -> dict:
    return json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8"))


def directory() -> dict:
    """The sample's own words, as few of them as a day needs."""
    whole = sample("directory")
    units = whole["units"][:3]
    codes = {unit["code"] for unit in units}
    return {
        "sites": whole["sites"][:1],
        "buildings": whole["buildings"][:1],
        "units": units,
        "households": [one for one in whole["households"] if one["unit"] in codes and one["site"] == "CH"],
        "categories": [one for one in whole["categories"] if one["code"] in KINDS],
    }


def technicians() -> list[dict]:
    electrician = [{"kind": "electrician", "number": "EL-1", "valid_until": "2030-12-31"}]
    trades = (("S1", ["plumber", "electrician"]), ("S2", ["plumber"]), ("S3", ["electrician", "customer_service"]))
    return [
        {"code": code, "login": code.lower(), "name": f"技工{code}", "trades": trade, "certificates": electrician}
        | {"sites": ["CH"], "shifts": ALWAYS}
        for code, trade in trades
    ]


def open_operator(stores: dict, keys, settle) -> SimpleNamespace:
    """Import everything; `settle()` carries every event to its readers. Returns what the players need to know."""
    with stores["intake"].work(Principal.system(OPERATOR)) as work:
        work.session.add(Operator(id=OPERATOR, code="sim", name_zh="模拟物业", name_en="Simulated Property"))
    doors = {name: Client(service_of(name).web_app(store.settings, store), keys[0]) for name, store in stores.items()}
    admin = {name: door.as_(ADMIN) for name, door in doors.items()}

    def bring_in(service: str, path: str, body: dict, method: str = "POST", who=None):
        answer = (who or admin[service]).open(method, path, json=body)
        assert answer.status_code in (200, 201), answer.json
        settle()
        return answer.json

    bring_in("intake", "/directory/imports", directory())
    (site,) = admin["intake"].get("/sites").json["items"]
    bring_in("billing", "/price-list/imports", sample("price-list"))
    bring_in("dispatch", "/staff/imports", {"staff": technicians()})
    bring_in("notify", "/templates/imports", sample("templates"))
    profile = json.loads((SAMPLE.parent / "profiles" / "sample.json").read_text(encoding="utf-8"))
    facts = {"code": "hotline", "name": "Hotline", "site_ids": [site["id"]], "profile": profile}
    platform = bring_in("intake", "/integrations", facts)
    wanted = {"url": PLATFORM, "secret": SECRET, "events": ["ticket.moved"]}
    bring_in("notify", f"/webhook-subscriptions/{platform['id']}", wanted, "PUT")
    units = [unit["id"] for unit in admin["intake"].get("/units").json["items"]]
    return SimpleNamespace(site=site["id"], units=units, platform=platform["id"], push_secret=platform["push_secret"])


def people_of(site) -> dict[str, Principal]:
    """One person for each part, at the one site."""
    roles = {"desk": "desk", "night": "night_duty", "super": "supervisor", "cashier": "cashier"}
    return {login: person(login, role, site=site) for login, role in roles.items()}

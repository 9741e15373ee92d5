"""The trail is read by those who answer for a site, and shown in both languages; nobody reads another's (RO-1)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.contracts import all_contracts
from shared.principal import Principal
from shared.web.pages import words
from shared.web.tests import house
from shared.web.tests.house import OPERATOR, SITE

OTHER_SITE, OTHER_OPERATOR, WHOLE = UUID(int=3), UUID(int=9), UUID(int=0)
CHIEF = house.person("chief", "admin", site="*")
ADDRESS = "/api/v1/audit"


@pytest.fixture(autouse=True)
def acts(store):
    """Three acts at one site, one at another, one of the operator as a whole, and one of another operator."""
    began = datetime.now(UTC) - timedelta(hours=1)
    stranger = house.person("stranger", "admin", operator=OTHER_OPERATOR, site="*")
    told = [(CHIEF, SITE, f"p{number}") for number in (1, 2, 3)]
    told += [(CHIEF, OTHER_SITE, "p4"), (CHIEF, None, "p5"), (stranger, SITE, "p6")]
    for at, (who, site, about) in enumerate(told):
        with store.work(who, now=began + timedelta(minutes=at)) as work:
            action = "event.dropped" if site else "event.replayed"
            facts = {
                "before": {"state": "received", "amount": "5.00"},
                "after": {"state": "reversed", "amount": "5.00"},
            }
            work.audit(action, about=("payment", about), site_id=site, because="twice", **facts)
    return began


@pytest.fixture
def told(client, bearer):
    """`told(who, query)`: the ids of what the acts were about, newest first."""

    def look(who=CHIEF, query="") -> list[str]:
        return [item["about_id"] for item in client.get(ADDRESS + query, headers=bearer(who)).json["items"]]

    return look


def test_acts_are_listed_newest_first_narrowed_and_in_pages(told, client, bearer, acts):
    assert told() == ["p5", "p4", "p3", "p2", "p1"]
    assert told(query="?action=event.replayed") == ["p5"] and told(query="?about_id=p2") == ["p2"]
    assert told(query=f"?site_id={WHOLE}") == ["p5"] and told(query="?subject=person:chief&limit=2") == ["p5", "p4"]
    moment = (acts + timedelta(minutes=2)).isoformat().replace("+00:00", "Z")
    assert told(query=f"?since={moment}") == ["p5", "p4", "p3"] and told(query=f"?until={moment}") == ["p2", "p1"]
    first = client.get(f"{ADDRESS}?limit=3", headers=bearer(CHIEF)).json
    assert told(query=f"?limit=3&after={first['next']}") == ["p2", "p1"]


def test_an_entry_says_what_changed_and_where_the_chains_end(client, bearer):
    entry = client.get(f"{ADDRESS}?about_id=p3", headers=bearer(CHIEF)).json["items"][0]
    assert (entry["before"], entry["after"]) == ({"state": "received"}, {"state": "reversed"})
    assert (entry["sequence"], entry["because"], entry["roles"]) == (3, "twice", ["admin"])
    heads = client.get(f"{ADDRESS}/heads", headers=bearer(CHIEF)).json["items"]
    assert [(head["site_id"], head["sequence"]) for head in heads] == [
        (str(WHOLE), 1),
        (str(SITE), 3),
        (str(OTHER_SITE), 1),
    ]
    assert entry["hash"] in {head["hash"] for head in heads}


BOTH = Principal("person:b", "person", "李敏", "b", OPERATOR, {str(SITE): ("desk",), str(OTHER_SITE): ("supervisor",)})


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (house.person("leader", "supervisor"), ["p3", "p2", "p1"]),
        (BOTH, ["p4"]),
        (house.person("head", "head_office", site="*"), ["p5", "p4", "p3", "p2", "p1"]),
        (house.person("stranger", "supervisor", operator=OTHER_OPERATOR), ["p6"]),
        (house.person("stranger", "admin", operator=OTHER_OPERATOR, site=str(OTHER_SITE)), []),
    ],
)
def test_everybody_sees_only_the_sites_they_answer_for(who, seen, told, client, bearer):
    assert told(who) == seen
    page = client.get("/audit?lang=en", headers=bearer(who)).text
    assert page.count("data-row") == len(seen)
    chains = client.get(f"{ADDRESS}/heads", headers=bearer(who)).json["items"]
    assert sum(head["sequence"] for head in chains) == len(seen)


@pytest.mark.parametrize("role", ["desk", "cashier", "technician", "manager", "guard"])
def test_it_is_for_those_who_answer_for_others(role, client, bearer):
    for address in (ADDRESS, f"{ADDRESS}/heads", "/audit"):
        assert client.get(address, headers=bearer(house.person("somebody", role, site="*"))).status_code == 403


def test_the_page_speaks_both_languages_and_bears_with_odd_filters(client, bearer):
    chinese = client.get("/audit?lang=zh", headers=bearer(CHIEF)).text
    assert "放弃未处理消息" in chinese and "整个公司" in chinese and "Event dropped" not in chinese
    english = client.get("/audit?lang=en", headers=bearer(CHIEF)).text
    assert "Event dropped" in english and "the whole operator" in english and "放弃" not in english
    for odd in ("day=yesterday", "site_id=x", "after=x"):
        assert client.get(f"/audit?{odd}", headers=bearer(CHIEF)).status_code == 422
    assert client.get("/audit?day=2020-01-01&lang=en", headers=bearer(CHIEF)).text.count("data-row") == 0


def test_a_day_reaches_to_its_last_moment_and_ends_there(client, bearer, store):
    last = datetime(2020, 1, 2, 15, 59, 59, 999_000, tzinfo=UTC)  # 23:59:59.999 at the site
    for about, at in (("late", last), ("next", last + timedelta(milliseconds=1))):
        with store.work(CHIEF, now=at) as work:
            work.audit("event.dropped", about=("payment", about), site_id=SITE)
    page = client.get("/audit?day=2020-01-02&lang=en", headers=bearer(CHIEF)).text
    assert page.count("data-row") == 1 and "about_id=late" in page
    assert client.get("/audit?day=9999-12-31", headers=bearer(CHIEF)).status_code == 422, "there is no day after it"


def test_every_event_has_a_name_in_chinese():
    known = words.catalogue_of("fake")
    names = {" ".join(c.routing_key.split(".")[1:-1]).replace("_", " ").capitalize() for c in all_contracts()}
    assert {name for name in names if f"event|{name}" not in known} == set()

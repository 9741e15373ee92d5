"""F1–F4 and F7 in one run: everything is killed, at random and more than once, and the ledger shows no difference."""

import re

import pytest

from embedded.demo.play import carry_through
from embedded.folder import SERVICES
from embedded.servers import private_servers
from tests.fault.mayhem import Mayhem, killing, records, standing_day, till_agrees
from tests.fault.scale import SECONDS, STORM
from tests.fault.storm import Storm

pytestmark = [
    pytest.mark.servers,
    pytest.mark.slow,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(SECONDS),
]
CLOSING = re.compile(r"^demo: (.*)$", re.MULTILINE)


def closing_line(capsys) -> dict[str, int]:
    told = capsys.readouterr().out
    print(told)
    return {name: int(value) for name, value in (part.split("=") for part in CLOSING.search(told)[1].split())}


def test_a_day_on_servers_survives_the_death_of_every_kind_of_process(tmp_path, dice):
    """The short form carries each ticket to its end; the long one has thousands, and ends with the last fault."""
    with private_servers(SERVICES, print) as servers:
        servers.rabbit.settle()
        given = {"databases": servers.databases, "broker": servers.broker, "apart": True}
        with standing_day(tmp_path, **given) as (centre, day):
            storm = Storm(centre, day, servers, tmp_path, dice, STORM)
            storm.rage()
            storm.settle()
    print(storm.table(dice.seed_told))
    print(storm.verdict)
    assert storm.verdict.is_clean()
    assert storm.verdict.counts["accepted"] == storm.verdict.counts["pushed"] == STORM.tickets
    assert storm.callers.unanswered == []


def test_the_main_job_in_one_folder_survives_the_death_of_its_web_and_its_workers(tmp_path, dice, capsys):
    with standing_day(tmp_path) as (centre, day):
        faults = [killing(centre, "web", dice=dice), killing(centre, "web", worker=True, dice=dice)]
        faults += [killing(centre, service, dice=dice) for service in SERVICES]
        with Mayhem(day, faults, dice, until=50) as mayhem:
            code = carry_through(day, records(25))
        told = closing_line(capsys)
        assert len(mayhem.done) == len(faults)
        assert (code, told["differences"]) == (0, 0)
        assert told["pushed"] == told["tickets"] == told["closed"]
        assert till_agrees(day)

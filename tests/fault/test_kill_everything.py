"""F1–F4 and F7 in one run of the main job: everything is killed at least once, and nothing differs in the end."""

import re

import pytest

from embedded.demo.play import carry_through
from embedded.folder import SERVICES
from embedded.servers import private_servers
from tests.fault.mayhem import Mayhem, killing, of_every, records, standing_day, till_agrees

pytestmark = [
    pytest.mark.servers,
    pytest.mark.slow,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(900),
]
CLOSING = re.compile(r"^demo: (.*)$", re.MULTILINE)


def closing_line(capsys) -> dict[str, int]:
    told = capsys.readouterr().out
    print(told)
    return {name: int(value) for name, value in (part.split("=") for part in CLOSING.search(told)[1].split())}


def restart(server):
    def kill() -> None:
        server.kill()
        server.start()

    return kill


def test_the_main_job_on_servers_survives_the_death_of_every_kind_of_process(tmp_path, dice, capsys):
    with private_servers(SERVICES, print) as servers:
        servers.rabbit.settle()
        given = {"databases": servers.databases, "broker": servers.broker, "apart": True}
        with standing_day(tmp_path, **given) as (centre, day):
            kill = lambda role, **more: killing(centre, *of_every(role), dice=dice, **more)  # noqa: E731
            faults = [
                kill("web"),
                kill("web", worker=True),
                *(kill(role) for role in ("relay", "consume", "clock") * 2),
            ]
            faults += [("the broker", restart(servers.rabbit)), ("PostgreSQL", restart(servers.postgres))]
            with Mayhem(day, faults, dice, until=85) as mayhem:
                code = carry_through(day, records(40))
            told = closing_line(capsys)
            assert len(mayhem.done) == len(faults)
            assert (code, told["differences"]) == (0, 0)
            assert told["pushed"] == told["tickets"] == told["closed"]
            assert till_agrees(day)


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

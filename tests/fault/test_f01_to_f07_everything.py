"""F1–F4 and F7 in one run: everything is killed, at random and more than once, and the ledger shows no difference.

The same in one folder, without servers, is the day that tests/ledger judges.
"""

import pytest

from embedded.folder import SERVICES
from embedded.servers import private_servers
from tests.fault.mayhem import standing_day
from tests.fault.scale import SECONDS, STORM
from tests.fault.storm import Storm

pytestmark = [
    pytest.mark.servers,
    pytest.mark.slow,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(SECONDS),
]


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

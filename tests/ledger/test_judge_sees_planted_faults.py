"""The judge is judged: a house in order shows nothing, and of the faults planted in real databases it names each one."""

import pytest

from tests.end_to_end.test_main_job_embedded import take_out

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ledger"), pytest.mark.timeout(420)]


def test_a_house_in_order_shows_nothing(day):
    verdict = day.judged()
    print(verdict)
    assert verdict.is_clean()

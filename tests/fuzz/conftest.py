"""How long the fuzzing lasts: a little and always the same in every run of the tests, much and new in the long form."""

import importlib
import os

import pytest
from hypothesis import HealthCheck, Phase, settings

PATIENT = pytest.mark.timeout(3600)  # the long form; the short one takes seconds
LONG = os.environ.get("FRONTDESK_FAULT_LONG") == "1"


@pytest.fixture(params=("intake", "dispatch", "billing", "notify"))
def service(request):
    return importlib.import_module(f"services.{request.param}.service").service


def tries(few: int, many: int):
    """Hypothesis, the same each time in the short form; other examples every night in the long one."""
    return settings(
        max_examples=many if LONG else few,
        derandomize=not LONG,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink) if LONG else (Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )

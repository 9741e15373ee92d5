"""Services are strangers to each other; shared knows none of them (rules 5 and RO-3)."""

import pytest

from tests.architecture.tree import SERVICES, Source, planted, sources


def crossed(source: Source) -> list[str]:
    """Imports that go through a wall."""
    own = source.path.parts[1] if source.path.parts[0] == "services" else None
    walls = [f"services.{name}" for name in SERVICES if name != own]
    walls += ["embedded"] if own else []
    walls += ["services", "embedded"] if source.path.parts[0] == "shared" else []
    return [name for name in source.imports() if any(name == w or name.startswith(f"{w}.") for w in walls)]


def test_nothing_goes_through_a_wall():
    assert {str(s.path): holes for s in sources("services", "shared") if (holes := crossed(s))} == {}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("services/intake/tickets/usecases.py", "from services.billing.bills.models import Bill"),
        ("services/intake/tickets/usecases.py", "import services.notify"),
        ("services/intake/tickets/usecases.py", "from ...billing import service"),
        ("services/intake/tickets/usecases.py", "import importlib\nimportlib.import_module('services.dispatch')"),
        ("services/intake/tickets/usecases.py", "from services import dispatch"),
        ("services/intake/tickets/usecases.py", "from embedded import centre"),
        ("shared/web/app.py", "from services.intake.service import service"),
    ],
)
def test_the_check_sees_a_hole(path, text):
    assert crossed(planted(path, text))


def test_the_check_lets_neighbours_of_one_service_be():
    assert crossed(planted("services/intake/calls/usecases.py", "from ..tickets import usecases")) == []

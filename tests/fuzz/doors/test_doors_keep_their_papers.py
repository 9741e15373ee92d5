"""Every door, asked what its papers allow and what they forbid, answers as they say: never with a fault of its own.

reliability.md 2.7; the requests are made up by Schemathesis out of the OpenAPI document that the service serves.
"""

import pytest
from schemathesis.generation import GenerationMode

from tests.fuzz.conftest import LONG, PATIENT, tries
from tests.fuzz.doors.papers import Interview, operations, papers_of
from tests.security import cast
from tests.security.cast import OWN, PEOPLE

WHO = {"with every role": PEOPLE, "with few rights": ("technician",)}
pytestmark = PATIENT
ALLOWED = (GenerationMode.POSITIVE,)


@pytest.mark.parametrize("roles", WHO.values(), ids=WHO)
def test_every_answer_is_one_the_papers_promise(app, ask, doors, world, store, roles):
    """In the short form what the papers forbid is tried once: as somebody who may, on SQLite."""
    interview = Interview(
        {"Authorization": f"Bearer {ask.token(cast.person('tech', *roles, site='*'))}", "If-Match": "*"}, world.ids[OWN]
    )
    by_name = {(door.method, door.name.split(" ", 1)[1]): door for door in doors}
    both = LONG or (roles == PEOPLE and store.sqlite)
    for operation in operations(papers_of(app)):
        door = by_name[operation.method.upper(), operation.path]
        special = ask.special(door, world.ids[OWN])
        interview.about(
            operation, tries(2 if both else 1, 25), special, modes=tuple(GenerationMode) if both else ALLOWED
        )
    print(app.name, dict(interview.answers), *interview.wrong, sep="\n\n")
    assert interview.wrong == []
    assert interview.answers[4] and (interview.answers[2] or roles != PEOPLE)

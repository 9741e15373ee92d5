"""That a list was taken along stands in the trail of a site of the reader's own, whatever site was asked for (RF-6)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from shared.web import fields
from shared.web.app import make_app
from shared.web.doors import ANYONE, Room
from shared.web.schemas import Query
from shared.web.sheets import Column, Sheet, exported, sent
from shared.web.tests import house
from shared.web.tests.house import SITE

FOREIGN, WHOLE = UUID(int=77), UUID(int=0)
WORDS = Sheet("words", (Column(lambda: "Words", lambda words: words),))
ROOM = Room("words", __name__)


class WordsQuery(Query):
    site_id = fields.Id()


@ROOM.get("/words/export", allow=ANYONE, query=exported(WordsQuery))
def export_words(asked):
    return sent(WORDS, ["one"], asked)


@pytest.fixture
def recorded(store, bearer):
    """`recorded(person, asked)`: in whose trail it stands that the list was taken along."""
    client = make_app(house.service(routes=(ROOM,)), store).test_client()

    def take(who, asked="") -> UUID:
        answer = client.get(f"/api/v1/words/export?format=csv{asked}", headers=bearer(who))
        assert answer.status_code == 200, answer.json
        trail = store.table("audit_entries")
        with store.reading(None) as session:
            return session.scalars(select(trail.c.site_id).order_by(trail.c.at.desc())).first()

    return take


def test_it_stands_in_the_trail_of_a_site_of_the_readers_own(recorded):
    desk, chief = house.person("desk", "desk"), house.person("chief", "admin", site="*")
    assert recorded(desk) == recorded(desk, f"&site_id={SITE}") == recorded(desk, f"&site_id={FOREIGN}") == SITE
    assert recorded(chief) == WHOLE and recorded(chief, f"&site_id={SITE}") == SITE

"""Which text is used: the site's, else the operator's, else ours; for the channel, else for any channel."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from .models import EVERY_CHANNEL, EVERY_SITE, Template
from .rules import fill, language_of

DEFAULTS = Path(__file__).parent / "defaults" / "texts.json"


@dataclass(frozen=True)
class Text:
    subject: str
    body: str

    def say(self, words: dict, language: str) -> "Text":
        return Text(fill(self.subject, words, language)[:200], fill(self.body, words, language))


@cache
def default_texts() -> dict:
    return json.loads(DEFAULTS.read_text(encoding="utf-8"))


class Texts:
    """All texts of an operator for some kinds, read with one statement."""

    def __init__(self, session, kinds: set[str]):
        rows = session.scalars(select(Template).where(Template.kind.in_(kinds)))
        self._own = {(t.kind, t.site, t.language, t.channel): t for t in rows}

    def pick(self, kind: str, channel: str, language: str, site_id: UUID) -> Text:
        """Languages other than Chinese and English get the operator's text in them if there is one, else Chinese."""
        for spoken in dict.fromkeys((language, language_of(language))):
            for site in (str(site_id), EVERY_SITE):
                for way in (channel, EVERY_CHANNEL):
                    own = self._own.get((kind, site, spoken, way))
                    if own is not None:
                        return Text(own.subject, own.body)
        return Text(**default_texts()[kind][language_of(language)])

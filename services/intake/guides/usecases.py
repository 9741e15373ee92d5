"""A site puts its own words in the agent's mouth (RD-18)."""

from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import LEADERS
from shared.audit import facts_of

from .models import Guide
from .queries import WORDS, guide_in_force

KEEPERS = (*LEADERS, "head_office", "admin")


def change_guide(work, site_id, kind: str, own: Guide | None, **words):
    """The first change makes the site's own guide, beginning with the words of the house."""
    site = find_site(work.session, site_id)
    work.principal.require(site.id, *KEEPERS)
    before = guide_in_force(kind, own)
    wanted = {name: getattr(before, name) for name in WORDS} | words
    if own is None:
        own = Guide(site_id=site.id, kind=kind)
        work.session.add(own)
    for name, said in wanted.items():
        setattr(own, name, said)
    work.session.flush()
    facts = {"before": {name: getattr(before, name) for name in WORDS}, "after": facts_of(own, *WORDS)}
    work.audit("guide.changed", about=own, **facts)
    return guide_in_force(own.kind, own)

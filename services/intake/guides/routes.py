"""Doors of the guides for programs."""

from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import READERS
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.versions import check_version

from . import usecases
from .queries import find_guide, guides_of
from .schemas import ChangeGuide, GuideQuery, GuideView

guides = Room("guides", __name__, description="Opening lines, question guides and read-back lists (RD-18)")


@guides.get("/guides", allow=READERS, query=GuideQuery, answer=GuideView, many=True)
def list_guides(asked):
    with reading() as session:
        return guides_of(session, find_site(session, asked["site_id"]).id, asked.get("kind"))


@guides.put("/sites/<uuid:site_id>/guides/<kind>", allow=usecases.KEEPERS, body=ChangeGuide, answer=GuideView)
def change_guide(asked, site_id, kind):
    """Once a site has words of its own, a change says which version of them it is about."""
    with work() as w:
        own = find_guide(w.session, site_id, kind)
        if own:
            check_version(own)
        return usecases.change_guide(w, site_id, kind, own, **asked)

"""Texts at the door for programs."""

from sqlalchemy import select

from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from . import usecases
from .models import EVERY_SITE, Template
from .schemas import ImportReport, ImportTemplates, Preview, PreviewTemplate, TemplateQuery, TemplateView

templates = Room("templates", __name__, description="What is said, per kind, channel, language and site")


@templates.post("/templates/imports", allow=usecases.WRITERS, body=ImportTemplates, answer=ImportReport)
def import_templates(asked):
    """Take in texts; each row is answered by itself, good rows are kept."""
    with work() as w:
        return usecases.import_templates(w, asked["templates"])


@templates.get("/templates", allow=(*usecases.WRITERS, "desk"), query=TemplateQuery, answer=TemplateView, page=True)
def list_templates(asked):
    """The operator's own texts: for every site, and for yours."""
    wanted = select(Template).filter_by(**{k: asked[k] for k in ("kind", "language") if k in asked})
    sites = principal().sites
    if sites is not None:
        wanted = wanted.where(Template.site.in_([EVERY_SITE, *map(str, sites)]))
    with reading() as session:
        return keyset(session, wanted, (Template.id,), asked)


@templates.post("/templates/preview", allow=(*usecases.WRITERS, "desk"), body=PreviewTemplate, answer=Preview)
def preview_template(asked):
    """What a text would say, with sample facts."""
    with reading() as session:
        return usecases.preview_template(session, **asked)

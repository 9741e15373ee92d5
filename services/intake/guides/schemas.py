"""Shapes of the guides at their doors."""

from services.intake.tickets.rules import NEEDS
from services.intake.tickets.states import TicketKind
from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

FACTS = sorted({fact for needed in NEEDS.values() for fact in needed})


class Said(In):
    """One sentence in both languages."""

    zh = fields.Text(max=300, lines=False, required=True)
    en = fields.Text(max=300, lines=False, required=True)


class Question(Said):
    fact = fields.String(
        validate=fields.OneOf(FACTS), metadata={"description": "The required fact it asks for (RD-4), if any"}
    )


class ChangeGuide(Action):
    """Only what is named changes; the rest stays as the site or the house has it."""

    opening = fields.Nested(Said)
    questions = fields.List(fields.Nested(Question), validate=fields.Length(max=20))
    read_back = fields.List(fields.Nested(Said), validate=fields.Length(max=20))


class GuideQuery(Query):
    site_id = fields.Id(required=True)
    kind = fields.Choice(TicketKind)


class SaidView(Out):
    zh = fields.String()
    en = fields.String()


class QuestionView(SaidView):
    fact = fields.String(allow_none=True)


class GuideView(Out):
    kind = fields.Choice(TicketKind)
    version = fields.Whole(metadata={"description": "0: the words of the house, the site has none of its own yet"})
    needs = fields.List(fields.String(), metadata={"description": "What is asked for before it counts as complete"})
    opening = fields.Nested(SaidView)
    questions = fields.List(fields.Nested(QuestionView))
    read_back = fields.List(fields.Nested(SaidView))

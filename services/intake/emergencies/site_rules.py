"""Whom a site rings in an emergency, among its rules: one list for all, or one for some categories (RD-17)."""

from marshmallow import ValidationError, validates_schema

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.schemas import In


class CallOfPlan(In):
    """In the order in which they are rung; `outside` is help that is not ours: fire brigade, lift company, doctor."""

    who = fields.Text(required=True, max=100, lines=False)
    number = fields.Text(required=True, max=32, lines=False)
    outside = fields.Flag(load_default=False)


class Plan(In):
    """Without `categories` it is for every emergency that no other plan names."""

    categories = fields.List(fields.String(), load_default=list)
    calls = fields.List(fields.Nested(CallOfPlan), required=True)


class EmergencyRules(In):
    plans = fields.List(fields.Nested(Plan), load_default=list)

    @validates_schema
    def one_for_all(self, data, **_kwargs):
        if sum(not plan["categories"] for plan in data.get("plans", ())) > 1:
            raise ValidationError("Only one plan may name no categories.", "plans")


def calls_for(site, category: str | None) -> list[dict]:
    """Whom this emergency's plan names; nobody where the site has written none, or none that can be read."""
    own, _faults = own_rules(site, "emergencies", EmergencyRules())
    plans = own.get("plans") or []
    named = next((plan for plan in plans if category and category in plan["categories"]), None)
    general = next((plan for plan in plans if not plan["categories"]), None)
    found = named or general
    return found["calls"] if found else []

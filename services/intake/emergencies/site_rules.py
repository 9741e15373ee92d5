"""Whom a site rings in an emergency, among its rules: one list for all, or one for some categories (RD-17)."""

from marshmallow.validate import Length

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
    calls = fields.List(fields.Nested(CallOfPlan), required=True, validate=Length(min=1, max=100))


def calls_for(site, category: str | None) -> list[dict]:
    """Whom this emergency's plan names, nobody where no plan fits. One that cannot be read takes no other with it."""
    plans = plans_of(site)
    named = [plan for plan in plans if category and category in plan["categories"]]
    general = [plan for plan in plans if not plan["categories"]]
    return next((plan["calls"] for plan in named + general), [])


def plans_of(site) -> list[dict]:
    said = ((site.settings or {}).get("rules", {}).get("emergencies") or {}).get("plans")
    return [Plan().load(one) for one in (said if isinstance(said, list) else []) if not Plan().validate(one)]

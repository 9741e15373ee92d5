"""What a site decides about its telephone: `rules.cti` of its settings; every number here is only a default (RD-2)."""

from dataclasses import dataclass, field

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.schemas import In

NUMBER = fields.Text(max=64)


class Rules(In):
    rings_seconds = fields.Whole(min=1, max=600)
    reject = fields.List(NUMBER)
    dial = fields.Dict(keys=NUMBER, values=NUMBER)


@dataclass(frozen=True)
class SiteRules:
    """`rings_seconds` are three rings; `reject` gets the busy tone; `dial` sends a dialled number elsewhere."""

    rings_seconds: int = 15
    reject: list[str] = field(default_factory=list)
    dial: dict[str, str] = field(default_factory=dict)


def rules_of(site) -> SiteRules:
    """A setting that cannot be read keeps its default: a wrong word there silences no telephone."""
    return SiteRules(**own_rules(site, "cti", Rules())[0])

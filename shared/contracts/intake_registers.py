"""Events of the registers and the cabinet: keys not back, agreements about to end."""

from marshmallow import fields

from .contract import EventSchema, Part, promise
from .parts import instant, word


class KeyPart(Part):
    """One thing that should have been back."""

    loan_id = fields.UUID(required=True)
    number = word(32, required=True)
    name = word(200, required=True)
    borrower = word(100, required=True)
    due_at = instant(required=True)


@promise("intake.keys.not_back", readers=("notify",))
class KeysNotBack(EventSchema):
    """At closing time these were still lent, and nobody was told of them yet (RF-4)."""

    items = fields.List(fields.Nested(KeyPart), required=True)
    at = instant(required=True)


class AgreementPart(Part):
    """One agreement that ends soon."""

    agreement_id = fields.UUID(required=True)
    title = word(200, required=True)
    unit_code = word(64, required=True)
    ends = fields.Date(required=True)


@promise("intake.agreements.expiring", readers=("notify",))
class AgreementsExpiring(EventSchema):
    """These end soon, each told once per period it has (RF-5)."""

    items = fields.List(fields.Nested(AgreementPart), required=True)
    day = fields.Date(required=True)
    at = instant(required=True)

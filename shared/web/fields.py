"""The shapes of single values at the doors: each says what would be right when it refuses (RD-1)."""

import re
import unicodedata
from datetime import UTC
from decimal import Decimal as Number
from uuid import UUID

import phonenumbers
from marshmallow import ValidationError, fields, validate
from marshmallow.fields import AwareDateTime, Boolean, Date, Dict, Enum, Field, Integer, List, Nested, String, Time

__all__ = ["Choice", "Date", "Dict", "Enum", "Field", "Flag", "Id", "Instant", "List", "Loose", "Money", "Nested"]
__all__ += ["Phone", "Quantity", "String", "Text", "Time", "Whole", "OneOf", "Length", "Range"]

OneOf, Length, Range = validate.OneOf, validate.Length, validate.Range

Field.default_error_messages |= {
    "required": "This field is required.",
    "null": "This field must have a value; leave it out when there is none.",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SEVERAL_LINES_FROM = 200
REGION = "CN"


class Text(String):
    """Words typed by a person: stripped, normalised, without control characters, not blank.

    `blank=True`, or a blank default, lets it be empty. A text that may be longer than 200 may have several lines
    unless `lines=False` is said.
    """

    def __init__(self, *, max: int = 200, blank: bool = False, lines: bool | None = None, **options):
        super().__init__(**options)
        blank = blank or options.get("load_default") == ""
        self.blank, self.lines = blank, max > SEVERAL_LINES_FROM if lines is None else lines
        self.validators.append(Length(min=0 if blank else 1, max=max))

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs)
        if _CONTROL.search(text):
            raise ValidationError("Text without control characters is expected.")
        text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not self.lines and re.search(r"[\n\t]", text):
            raise ValidationError("One line of text is expected.")
        if not text and not self.blank:
            raise ValidationError("Some text is expected, not only spaces.")
        return text


class Phone(String):
    """A phone number in any usual spelling; E.164 in code and on the way out. Numbers without +… are Chinese."""

    def __init__(self, **options):
        options["metadata"] = {"description": "E.164 or as dialled in China", **options.get("metadata", {})}
        super().__init__(**options)

    def _deserialize(self, value, attr, data, **kwargs):
        return e164(super()._deserialize(value, attr, data, **kwargs))


def e164(raw: str) -> str:
    """Raises ValidationError with an example of what would be right."""
    try:
        number = phonenumbers.parse(raw, REGION) if len(raw) <= 32 else None
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError("A phone number such as 13812345678, 010-65521234 or +44 20 7946 0958 is expected.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class _Exact(fields.Decimal):
    """An exact number that travels as a string: floating point never touches it."""

    places_max, example = 2, "12.50"

    def __init__(self, *, signed: bool = False, positive: bool = False, **options):
        self.pattern = rf"^{'-?' if signed else ''}\d{{1,12}}(\.\d{{1,{self.places_max}}})?$"
        options["metadata"] = {"pattern": self.pattern, "example": self.example, **options.get("metadata", {})}
        super().__init__(as_string=True, allow_nan=False, **options)
        if positive:
            self.validators.append(Range(min=0, min_inclusive=False, error="More than zero is expected."))

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValidationError(f'A string such as "{self.example}" is expected.')
        return Number(value).quantize(Number(1).scaleb(-self.places_max))


class Money(_Exact):
    """Yuan: `Decimal` with two places in code, a string such as "12.50" on the wire (RB-5)."""

    def _serialize(self, value, attr, obj, **kwargs):
        return None if value is None else f"{value:.2f}"


class Area(Money):
    """Square metres with at most two places, a string such as "89.50" on the wire."""

    example = "89.50"


class Quantity(_Exact):
    """An amount of something, up to three places, a string on the wire."""

    places_max, example = 3, "1.5"

    def _serialize(self, value, attr, obj, **kwargs):
        return None if value is None else f"{Number(value).normalize():f}"


class Instant(AwareDateTime):
    """A moment with its zone, ISO 8601; always UTC in code and on the way out."""

    default_error_messages = {
        "invalid": "A moment such as 2026-11-22T09:30:00+08:00 is expected.",
        "invalid_awareness": "The moment needs its zone, such as 2026-11-22T09:30:00+08:00.",
    }

    def _deserialize(self, value, attr, data, **kwargs):
        try:
            moment = super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type="datetime") from None
        if not 1900 <= moment.year <= 9000:
            raise ValidationError("A moment between the years 1900 and 9000 is expected.")
        return moment

    def _serialize(self, value, attr, obj, **kwargs):
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _from_query(field) -> bool:
    """Whether the value came as text because it stood in an address."""
    return getattr(field.root, "from_address", False)


class Whole(Integer):
    """A whole number; as text only where it stands in an address."""

    default_error_messages = {"invalid": "A whole number is expected."}

    def __init__(self, *, min: int = -(2**53), max: int = 2**53, **options):
        super().__init__(strict=True, **options)
        self.validators.append(Range(min=min, max=max))

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, str) and _from_query(self) and re.fullmatch(r"-?[0-9]{1,16}", value):
            return int(value)
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return value


class Flag(Boolean):
    """true or false, and nothing that merely looks like it."""

    default_error_messages = {"invalid": "true or false is expected."}

    def _deserialize(self, value, attr, data, **kwargs):
        known = {"true": True, "false": False} if _from_query(self) else {}
        if value is True or value is False:
            return value
        if isinstance(value, str) and value in known:
            return known[value]
        raise self.make_error("invalid", input=value)


class Id(fields.UUID):
    """The id of a thing of this house."""

    default_error_messages = {"invalid_uuid": "An id such as 01890a5d-ac96-774b-bcce-b302099a8057 is expected."}

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, str | UUID) or (isinstance(value, str) and len(value) != 36):
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, attr, data, **kwargs)


def Choice(kind, **options):  # noqa: N802  reads like the fields beside it
    """One value of an enumeration, by its value."""
    return Enum(kind, by_value=True, **options)


class Loose(Dict):
    """A JSON object of anything, for records whose shape belongs to somebody else."""

    def __init__(self, *, max: int = 500, **options):
        super().__init__(keys=String(validate=Length(max=200)), **options)
        self.validators.append(Length(max=max))

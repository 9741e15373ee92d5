"""Personal data as it may be shown to those who need not know it: 138****5521, 李*."""

import re

_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"0\d{2,3}[- ]?\d{7,8}"
_PHONE = re.compile(rf"(?<![\w.-])(?:{_MOBILE}|{_LANDLINE})(?![\w-])")
_IDENTITY = re.compile(r"(?<!\w)\d{17}[\dXx](?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ROW = re.compile(r"^(?:DETAIL|CONTEXT): .*$", re.M)  # PostgreSQL repeats the row that it refused
_NAMES = {"name", "by_name", "payer", "caller_name", "reader_name", "agreed_by", "agent_name"}
_PHONES = {"phone", "phones", "phone_given", "mobile", "numbers"}


def mask_phone(number: str | None) -> str:
    """Keeps the first three and the last four digits: `13812345521` becomes `138****5521`."""
    digits = re.sub(r"\D", "", number or "")
    if (number or "").lstrip().startswith("+86") or (len(digits) == 13 and digits.startswith("86")):
        digits = digits[2:]
    if len(digits) < 8:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}"


def mask_email(address: str | None) -> str:
    """Keeps the first letter and the domain: `l***@example.org`."""
    name, at, domain = (address or "").partition("@")
    return f"{name[:1]}***@{domain}" if at else "***" if address else ""


def mask_name(name: str | None) -> str:
    """Keeps the first letter of a name: `李敏` becomes `李*`."""
    name = (name or "").strip()
    return name[:1] + "*" * min(len(name) - 1, 3) if name else ""


def mask_identity(number: str | None) -> str:
    """A Chinese identity number without the birthday inside it."""
    number = number or ""
    return f"{number[:3]}***********{number[-2:]}" if len(number) == 18 else "*" * len(number)


def mask_text(text: str) -> str:
    """Free text with every identity number, phone number and e-mail address in it masked."""
    text = _IDENTITY.sub(lambda found: mask_identity(found[0]), text)
    text = _EMAIL.sub(lambda found: mask_email(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def without_rows(text: str) -> str:
    """What a database said went wrong, without the row it went wrong with."""
    return _ROW.sub("…", text)


def mask_facts(value, named: str = ""):
    """JSON values with names, numbers and addresses of people masked, by what a field is called and in free text."""
    if isinstance(value, dict):
        return {key: mask_facts(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [mask_facts(inner, named) for inner in value]
    if not isinstance(value, str):
        return value
    if named in _PHONES:
        return mask_phone(value)
    if named == "email":
        return mask_email(value)
    return mask_name(value) if named in _NAMES else mask_text(value)

"""Reading numbers, and who may see what of a file (RF-6)."""

from marshmallow import ValidationError

from shared.masking import mask_email, mask_phone
from shared.web.fields import e164

KEEPERS = ("desk", "night_duty", "area_manager", "supervisor", "manager", "admin")
OPEN_TO = ("desk", "night_duty", "supervisor", "manager")
LEADERS = ("supervisor", "manager")


def read_numbers(given: list[str]) -> list[tuple[str, str]]:
    """Numbers as given beside their E.164 form. Raises ValidationError for `phones` naming each that is none."""
    read, faults = [], []
    for raw in given:
        try:
            read.append((raw[:64], e164(raw)))
        except ValidationError as error:
            faults.append(f"{raw}: {error.messages[0]}")
    if faults:
        raise ValidationError({"phones": faults})
    return list({number: (raw, number) for raw, number in read}.values())


def sees_numbers(principal, site_id) -> bool:
    """Numbers and addresses are for those who ring people up; others see them masked."""
    return principal.may(site_id, *OPEN_TO)


def shown_phone(raw: str, number: str | None, *, openly: bool) -> dict:
    """A number as this reader may see it."""
    if openly:
        return {"raw": raw, "e164": number}
    return {"raw": mask_phone(number or raw), "e164": None}


def shown_email(email: str | None, *, openly: bool) -> str | None:
    return email if openly or email is None else mask_email(email)


def plate_key(plate: str) -> str:
    """A plate as it is compared: 京A·12345 and 京a 12345 are one."""
    return "".join(letter for letter in plate.upper() if letter.isalnum())[:32]


def shown_end(text: str | None, *, openly: bool) -> str | None:
    """Of a certificate or an address those who need not know see only the end."""
    if openly or not text:
        return text
    return f"****{text[-4:]}" if len(text) > 8 else "****"

"""What a post says, read from its form: where, what, who, and the answers to the questions of the service."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from .definitions import check_number
from .refusals import bad

FORM = ("application/x-www-form-urlencoded", "multipart/form-data")
ATTRIBUTE = re.compile(r"attribute\[([\w.-]{1,64})\](\[\])?")
LENGTHS = {
    "jurisdiction_id": 100, "service_code": 64, "lat": 24, "long": 24, "address_string": 500, "address_id": 64,
    "email": 254, "device_id": 200, "account_id": 200, "first_name": 50, "last_name": 49, "phone": 64,
    "description": 4000, "media_url": 2000, "api_key": 200,
}  # fmt: skip


@dataclass(frozen=True)
class Posted:
    """The form's words by name, its attributes by code; the key apart, so that it is kept nowhere."""

    said: dict[str, str]
    attributes: dict[str, list[str]] = field(default_factory=dict)
    api_key: str | None = None

    def get(self, name: str) -> str | None:
        return self.said.get(name)

    def fingerprint(self, site_id) -> str:
        """The same for the same post, in whatever order its fields came."""
        whole = json.dumps([str(site_id), self.said, self.attributes], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()


def read_post(asked) -> Posted:
    """Raises Refusal. What is empty is absent; the key and the jurisdiction may stand in the address too."""
    if asked.mimetype not in FORM:
        raise bad("A body of Content-Type application/x-www-form-urlencoded is expected.")
    if asked.files:
        raise bad("Files are not taken here: send the address of a picture as media_url.")
    said, attributes = {}, {}
    for name, values in asked.form.lists():
        values = [value.replace("\x00", "").strip() for value in values if value.strip()]
        attribute = ATTRIBUTE.fullmatch(name)
        if attribute and values:
            attributes.setdefault(attribute[1], []).extend(values)
        elif name in LENGTHS and values:
            said[name] = values[0]
    for name in ("api_key", "jurisdiction_id"):
        if asked.args.get(name):
            said.setdefault(name, asked.args[name])
    check_words(said)
    return Posted(said, attributes, said.pop("api_key", None))


def check_words(said: dict[str, str]) -> None:
    for name, value in said.items():
        if len(value) > LENGTHS[name]:
            raise bad(f"{name} has at most {LENGTHS[name]} characters.")
    if "service_code" not in said:
        raise bad("service_code was not provided.")
    if ("lat" in said) != ("long" in said):
        raise bad("lat and long belong together.")
    if not said.keys() & {"lat", "address_string", "address_id"}:
        raise bad("A location was not provided: lat and long, or address_string, or address_id.")
    for name, most in (("lat", 90), ("long", 180)):
        if name in said:
            check_number(said[name], name, most)
    if not said.get("media_url", "https://").startswith(("http://", "https://")):
        raise bad("media_url: an address that begins with http:// or https:// is expected.")

"""Who knocks at every door: each role at the own site, next door, at another operator, here and there, and nobody."""

from datetime import UTC, datetime, timedelta

from joserfc import jwt

from shared.principal import ROLES, Principal
from shared.testing.people import OPERATOR, OTHER_OPERATOR, OTHER_SITE, SECOND_SITE, SITE, person
from shared.web import tokens

PEOPLE = tuple(role for role in ROLES if role not in ("integration", "system"))
OVER_ALL = ("head_office", "admin")  # held at every site, as they are given in the house
OWN, NEXT, FAR = "own", "next", "far"
PLACES = {OWN: (OPERATOR, SITE), NEXT: (OPERATOR, SECOND_SITE), FAR: (OTHER_OPERATOR, OTHER_SITE)}
COOKIE = "frontdesk_token"


def holder(role: str) -> Principal:
    """Somebody with this role at the own site, or at all of the operator's where the role is given so."""
    if role == "integration":
        return platform(OWN)
    login = "tech" if role == "technician" else f"{role}-here"
    return person(login, role, site="*" if role in OVER_ALL else SITE)


def platform(place: str, subject: str = "01900000-0000-7000-8000-0000000000ff") -> Principal:
    operator, site = PLACES[place]
    return Principal(
        f"integration:{subject}", "integration", "Hotline", "hotline", operator, {str(site): ("integration",)}
    )


def at_one_site(role: str) -> Principal:
    """A role that is usually held everywhere, at the own site only."""
    return person(f"{role}-small", role)


def neighbour(*roles: str) -> Principal:
    """All these roles, at another site of the same operator."""
    return person("neighbour", *roles, site=SECOND_SITE)


def stranger(*roles: str) -> Principal:
    """All these roles, at every site of another operator."""
    return person("stranger", *roles, operator=OTHER_OPERATOR, site="*")


def here_and_there(weak: str, *strong: str) -> Principal:
    """A weak role here and strong ones next door: the strong ones must not count here."""
    roles = {str(SITE): (weak,), str(SECOND_SITE): strong}
    return Principal("person:both", "person", "Both", "both", OPERATOR, roles)


def boss(place: str) -> Principal:
    """Whoever builds the things of a place: every role of people, everywhere."""
    operator, _site = PLACES[place]
    return person(f"boss-{place}", *PEOPLE, operator=operator, site="*")


def token_of(principal: Principal, private_key: str) -> str:
    return tokens.mint(private_key, principal, seconds=900, now=datetime.now(UTC))


def bad_tokens(principal: Principal, private_key: str, public_keys: str) -> dict[str, str]:
    """Tokens that say the right things and are not valid: every one must be answered like none at all."""
    now = datetime.now(UTC)
    claims = {"iss": "frontdesk", "aud": "frontdesk", "iat": int(now.timestamp()), "exp": int(now.timestamp()) + 900}
    claims |= principal.claims()
    good = token_of(principal, private_key)
    head, body, signature = good.split(".")
    return {
        "expired": tokens.mint(private_key, principal, seconds=60, now=now - timedelta(hours=1)),
        "of another key": token_of(principal, tokens.generate_keys()[0]),
        "with no algorithm": unsigned(claims),
        "signed with the public key": signed_with(public_keys, claims),
        "with its signature cut off": f"{head}.{body}.",
        "with one letter changed": f"{head}.{body}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}",
    }


def unsigned(claims: dict) -> str:
    import base64
    import json

    pack = lambda part: base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")  # noqa: E731
    return f"{pack({'alg': 'none', 'typ': 'JWT'})}.{pack(claims)}."


def signed_with(public_keys: str, claims: dict) -> str:
    """HS256 over the public key as if it were a shared secret: the confusion of algorithms."""
    from joserfc.jwk import OctKey

    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(public_keys.encode()))

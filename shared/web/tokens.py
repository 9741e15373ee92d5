"""Short-lived signed tokens: intake mints them, every service reads them with the public key alone (RO-1)."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from shared.errors import Unauthenticated
from shared.principal import Principal

ALGORITHMS = ["Ed25519"]
ISSUER = AUDIENCE = "frontdesk"
LIFETIME = 3600  # seconds
LONGEST = 24 * 3600
LEEWAY = 30  # seconds that clocks may differ


def generate_keys(kid: str | None = None) -> tuple[str, str]:
    """A new pair: the private key as JWK JSON, the public ones as JWKS JSON.

    To rotate, add the new public key to every service's set first, then sign with the new private key; drop the old
    public key once the longest token signed with the old one has expired.
    """
    kid = kid or f"{datetime.now(UTC):%Y%m%d}-{uuid4().hex[:8]}"
    key = OKPKey.generate_key("Ed25519", {"kid": kid, "use": "sig", "alg": ALGORITHMS[0]})
    return json.dumps(key.as_dict(private=True)), json.dumps({"keys": [key.as_dict(private=False)]})


def public_keys(*private_jwks: str) -> str:
    """The JWKS JSON of the public halves of these private keys."""
    return json.dumps({"keys": [_private(jwk).as_dict(private=False) for jwk in private_jwks]})


def mint(private_jwk: str, principal: Principal, *, now: datetime, seconds: int = LIFETIME) -> str:
    """A token that speaks for `principal` until `now` + `seconds`. Raises ValueError for the system or a long life."""
    if principal.kind == "system" or "system" in principal.all_roles:
        raise ValueError("The system acts inside the house only and gets no token.")
    if not 0 < seconds <= LONGEST:
        raise ValueError(f"A token lives at most {LONGEST} seconds.")
    key, issued = _private(private_jwk), int(now.timestamp())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": issued, "exp": issued + seconds, "jti": uuid4().hex}
    header = {"alg": ALGORITHMS[0], "kid": key.kid, "typ": "JWT"}
    return jwt.encode(header, claims | principal.claims(), key, algorithms=ALGORITHMS)


def read(token: str, public_jwks: str, *, now: datetime | None = None) -> Principal:
    """Whom a token speaks for. Raises Unauthenticated when it is forged, expired, foreign or not a token at all."""
    try:
        decoded = jwt.decode(token, _public(public_jwks), algorithms=ALGORITHMS)
        _rules(now).validate(decoded.claims)
        if decoded.claims["exp"] - decoded.claims["iat"] > LONGEST:
            raise ValueError("too long a life")
        principal = Principal.from_claims(decoded.claims)
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unauthenticated("The token is not valid or has expired. Sign in again.") from error
    if principal.kind == "system" or "system" in principal.all_roles:
        raise Unauthenticated("No token speaks for the system.")
    return principal


def check_keys(public_jwks: str) -> None:
    """Raises ValueError when these are not public keys; asked once, before anything starts."""
    try:
        _public(public_jwks)
    except (JoseError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"token_public_keys is not a JWKS of public keys: {error}") from error


def _rules(now: datetime | None) -> jwt.JWTClaimsRegistry:
    moment = int((now or datetime.now(UTC)).timestamp())
    rules: dict[str, Any] = {name: {"essential": True} for name in ("sub", "iat", "exp")}
    rules |= {"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": AUDIENCE}}
    return jwt.JWTClaimsRegistry(now=moment, leeway=LEEWAY, **rules)


@lru_cache(maxsize=8)
def _private(private_jwk: str) -> OKPKey:
    return OKPKey.import_key(json.loads(private_jwk))


@lru_cache(maxsize=8)
def _public(public_jwks: str) -> KeySet:
    keys = KeySet.import_key_set(json.loads(public_jwks))
    if any(key.is_private for key in keys):
        raise ValueError("The set of public keys holds a private key.")
    return keys

"""What browsers are told to refuse on our behalf (ASVS 3.4): no foreign script, no framing, no guessing, no caching."""

import secrets

from flask import Flask, Response, g, request

YEAR = 365 * 24 * 3600
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
FOR_DATA = "default-src 'none'; frame-ancestors 'none'"


def register(app: Flask) -> None:
    app.after_request(protect)
    app.context_processor(lambda: {"nonce": nonce()})


def nonce() -> str:
    """The word that lets this page's own inline scripts run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def protect(response: Response) -> Response:
    """What the view said itself stands."""
    said = {name.lower() for name in response.headers.keys()}
    added = [(name, value) for name, value in ALWAYS if name.lower() not in said]
    if "content-security-policy" not in said:
        added.append(("Content-Security-Policy", policy(response)))
    if request.is_secure and "strict-transport-security" not in said:
        added.append(("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains"))
    if "cache-control" not in said:
        revalidated = "etag" in said and g.get("principal")
        added.append(("Cache-Control", "private, no-cache" if revalidated else "no-store"))
        if "vary" in said:
            response.vary.update(("Authorization", "Cookie"))
        else:
            added.append(("Vary", "Authorization, Cookie"))
    for name, value in added:
        response.headers.add(name, value)
    return response


def policy(response: Response) -> str:
    """Nothing at all for data; our own files and this page's nonce for pages. htmx and Tabler set inline styles."""
    if response.mimetype != "text/html":
        return FOR_DATA
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce()}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )

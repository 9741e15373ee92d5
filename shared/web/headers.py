"""What browsers are told to refuse on our behalf (ASVS 3.4): no foreign script, no framing, no guessing, no caching."""

import secrets

from flask import Flask, Response, g, request

YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    app.after_request(protect)
    app.context_processor(lambda: {"nonce": nonce()})


def nonce() -> str:
    """The word that lets this page's own inline scripts run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def protect(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Content-Security-Policy", policy(response))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if "Cache-Control" not in response.headers and request.endpoint != "frame.static":
        revalidated = "ETag" in response.headers and g.get("principal")
        response.headers["Cache-Control"] = "private, no-cache" if revalidated else "no-store"
        response.vary.update(("Authorization", "Cookie"))
    return response


def policy(response: Response) -> str:
    """Nothing at all for data; our own files and this page's nonce for pages. htmx and Tabler set inline styles."""
    if response.mimetype != "text/html":
        return "default-src 'none'; frame-ancestors 'none'"
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

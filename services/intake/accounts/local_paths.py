"""Where a sign-in may lead: to our own pages only, never to another house."""

from urllib.parse import urlsplit


def local_path(text: str | None) -> str | None:
    """`text` when it is a path of ours with or without a query, else None.

    A backslash counts as a slash in browsers and a leading // means another host, so neither is a path of ours.
    """
    if not text or not text.startswith("/") or text.startswith("//") or len(text) > 2000:
        return None
    if "\\" in text or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else text

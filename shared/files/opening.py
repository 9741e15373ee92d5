"""From an address in the settings to a file store: folder:///var/lib/frontdesk/files, or s3://bucket/part?endpoint=…"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from .folder import FolderFiles
from .store import Files, NoPlace

ASKS = {"endpoint", "region"}


def fault_of(url: str) -> str | None:
    """What is wrong with the address, in words for whoever sets it; None when nothing is."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "folder":
        sound = not parts.netloc and parts.path.startswith("/") and not parts.query
        return None if sound else "folder: is followed by the whole path, as in folder:///var/lib/frontdesk/files"
    if parts.scheme == "s3":
        unknown = sorted(set(parse_qs(parts.query, keep_blank_values=True)) - ASKS)
        if unknown:
            return f"s3: knows {', '.join(sorted(ASKS))}, not {', '.join(unknown)}"
        return (
            None if parts.netloc and "@" not in parts.netloc else "s3: is followed by a bucket, as in s3://files/intake"
        )
    return "folder:///… or s3://… is expected"


@lru_cache(maxsize=8)
def open_files(url: str, access_key: str = "", secret_key: str = "") -> Files:
    """Raises NoPlace when no address was set."""
    if not url:
        raise NoPlace("No place for files is set: FRONTDESK_FILES_PLACE.")
    parts = urlsplit(url)
    if parts.scheme == "folder":
        return FolderFiles(Path(parts.path))
    from .bucket import BucketFiles  # its client takes a third of a second to load, and a folder needs none

    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return BucketFiles(parts.netloc, parts.path, **asked, access_key=access_key, secret_key=secret_key)

"""What lies in the file store and belongs to nothing is removed, a day after it was stored."""

from datetime import timedelta

from services.intake.attachments.models import StoredFile
from services.intake.attachments.queries import nobodys
from shared.principal import Principal

from .keep_file import files_of

GRACE = timedelta(days=1)  # far longer than handing a file in takes
AT_ONCE = 500


def sweep_files(store, now) -> int:
    """How many were removed. Each on its own: who hands the same file in again at that moment waits, and stores it."""
    if not store.settings.files_place:
        return 0
    files = files_of(store)
    files.forget_unfinished(now - GRACE)
    with store.reading(None) as session:
        left = list(session.scalars(nobodys(now - GRACE).order_by(StoredFile.key).limit(AT_ONCE)))
    return sum(remove_file(store, files, one, now) for one in left)


def remove_file(store, files, left: StoredFile, now) -> bool:
    """Looked at once more under its lock; the content goes first: a note without a file harms nobody."""
    with store.work(Principal.system(left.operator_id, left.site_id), now=now) as work:
        still = nobodys(now - GRACE).where(StoredFile.key == left.key).with_for_update(of=StoredFile)
        row = work.session.scalar(still)
        if row is not None:
            files.remove(row.key)
            work.session.delete(row)
        return row is not None

"""A file is handed in: looked at, written down, stored for good, and only then does it belong to the ticket.

Looking and storing happen outside of any transaction: nobody waits for a large picture or for the file store. What was
stored and did not come to belong to a ticket, because somebody pulled the plug in between, the clock removes.
"""

import hashlib
from dataclasses import dataclass

from services.intake.attachments.models import StoredFile
from services.intake.attachments.pictures import draw_anew
from services.intake.attachments.queries import MAY_ADD, same_file
from services.intake.attachments.recognising import Found, recognise, see_passive, see_size
from services.intake.attachments.site_rules import rules_of
from services.intake.directory.queries import find_site
from services.intake.tickets.queries import ticket_by_id
from shared.files import key_of, open_files
from shared.storage.statements import insert_into

from .add_attachment import add_attachment


@dataclass(frozen=True)
class Handed:
    """As it came in: its bytes, the name it had there, and what the sender says it is."""

    content: bytes
    name: str = ""
    declared: str = ""

    @property
    def seal(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def see_ticket(store, principal, ticket_id):
    """The ticket, for who may add to it; before anything of what was sent is read. Raises NotFound, NotAllowed."""
    with store.reading(principal) as session:
        ticket = ticket_by_id(session, ticket_id)
    principal.require(ticket.site_id, *MAY_ADD)
    return ticket


def keep_file(store, principal, ticket, handed: Handed, note: str | None = None):
    """The attachment, and whether it is new: the same file handed in again is the one there is.

    Raises BadInput with what would be right, Unavailable when it cannot be stored.
    """
    with store.reading(principal) as session:
        rules = rules_of(find_site(session, ticket.site_id))
        known = same_file(session, ticket.id, handed.seal)
    if known is not None:
        return known, False
    found, facts, contents = prepare(handed, rules)
    kept = {name: key_of(ticket.operator_id, ticket.site_id, content) for name, content in contents.items()}
    store_all(store, principal, ticket.site_id, {kept[name]: content for name, content in contents.items()})
    with store.work(principal) as work:
        more = {"received": handed.seal, "given_name": handed.name[-200:] or None, "note": note, **facts, **kept}
        return add_attachment(work, ticket.id, found, rules["per_ticket"], **more)


def prepare(handed: Handed, rules: dict) -> tuple[Found, dict, dict[str, bytes]]:
    """What it is, and what of it is stored: a picture drawn anew and its small one, anything else as it came."""
    found = recognise(handed.content, handed.name, handed.declared)
    see_size(found, handed.content, rules)
    if found.shape != "image":
        if found.shape == "pdf":
            see_passive(handed.content)
        return found, {"size": len(handed.content)}, {"key": handed.content}
    drawn = draw_anew(handed.content, rules)
    facts = {"size": len(drawn.content), "width": drawn.width, "height": drawn.height}
    return Found("image", "image/jpeg", "jpg"), facts, {"key": drawn.content, "thumbnail_key": drawn.thumbnail}


def store_all(store, principal, site_id, contents: dict[str, bytes]) -> None:
    """First noted, in a transaction of its own, then stored: a file nobody noted cannot be."""
    files = files_of(store)
    with store.work(principal) as work:
        scope = {"operator_id": principal.operator_id, "site_id": site_id, "put_at": work.now}
        rows = [{"key": key, "size": len(content), **scope} for key, content in sorted(contents.items())]
        insert = insert_into(work.session, StoredFile).values(rows)
        again = {"put_at": insert.excluded.put_at}
        work.session.execute(insert.on_conflict_do_update(index_elements=["key"], set_=again))
    for key, content in contents.items():
        files.put(key, content)


def files_of(store):
    """The place this service was told of. Raises NoPlace."""
    said = store.settings
    return open_files(said.files_place, said.files_access_key, said.files_secret_key)

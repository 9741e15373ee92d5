"""What stands in a reader's own tables, told so that two ways to the same end can be compared.

Ids and moments that the reader made up itself differ from run to run; they are told as "made here". What besides may
differ between two orders of the same events stands in MAY_DIFFER, each with its reason.
"""

import json
import re
from collections import Counter

MECHANICS = ("outbox", "inbox", "parked_events", "numbers", "idempotency", "audit_entries", "audit_heads", "witness")
OWN = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)?"
)
WRITES = "tells of the writing of the row, not of the thing; an overtaken step is not written"
REGISTER = "tells the way of an order: one that ended before it was given to anybody has a shorter one"
GIVEN = "an order whose ticket's end came first was never given to anybody"
EVERYWHERE = {"version": WRITES, "updated_at": WRITES, "lease_until": "mechanics", "due_at": "counts from the hearing"}
MAY_DIFFER = {
    ("intake", "tickets", "moves"): "counts steps; those that were overtaken are not taken",
    ("dispatch", "assignments", "*"): REGISTER,
    ("dispatch", "work_order_steps", "*"): REGISTER,
    ("dispatch", "work_orders", "told"): REGISTER,
    ("dispatch", "work_orders", "technician"): GIVEN,
    ("dispatch", "work_orders", "technician_id"): GIVEN,
    ("dispatch", "work_orders", "reason"): "an end that came before the opening is told in the house's words",
    ("notify", "messages", "body"): "is `words` in a sentence",
    ("notify", "messages", "subject"): "is `words` in a sentence",
}
OVERTAKEN = {"kind": "rework", "state": "cancelled"}  # a reopening that ended before it was heard of starts nothing
ENDED = ("closed", "cancelled")  # an order that has ended takes no correction of its ticket any more (create_orders)
CORRECTED = ("description", "priority", "category", "category_name", "follow_up", "place", "caller", "ticket_version")
CORRECTED += ("trade", "ticket_kind")
FACTS_OF_THE_DAY = ("category", "place")  # a message names them as they are known when it is written


def state_of(name: str, store, known: set[str]) -> dict[str, Counter]:
    """Each table's rows as words, counted. `known` are the ids and moments that came from outside."""
    found = {}
    for table, rows in raw_rows(store).items():
        if (name, table, "*") not in MAY_DIFFER:
            standing = [row for row in rows if not OVERTAKEN.items() <= row.items()]
            found[table] = Counter(tell(name, table, row, known) for row in standing)
    return found


def raw_rows(store) -> dict[str, list[dict]]:
    """As the file holds them."""
    found = {}
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        for table in store.metadata.sorted_tables:
            if table.name not in MECHANICS:
                cursor = raw.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608
                names = [column[0] for column in cursor.description]
                found[table.name] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found


def tell(service: str, table: str, row: dict, known: set[str]) -> str:
    row = {k: v for k, v in row.items() if k not in EVERYWHERE and (service, table, k) not in MAY_DIFFER}
    if table == "work_orders" and row["state"] in ENDED:
        row = {name: value for name, value in row.items() if name not in CORRECTED}
    if "words" in row:
        row["words"] = {k: v for k, v in json.loads(row["words"]).items() if k not in FACTS_OF_THE_DAY}
    said = json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)
    return OWN.sub(lambda own: own[0] if plain(own[0]) in known else "made here", said)


def plain(word: str) -> str:
    """An id or a moment, however it is written."""
    if ":" not in word:
        return word.replace("-", "")
    word = word.replace("T", " ").removesuffix("+00:00")
    return word.rstrip("0").rstrip(".") if "." in word else word


def words_in(*texts: str) -> set[str]:
    """Every id and moment that these texts name."""
    return {plain(own[0]) for text in texts for own in OWN.finditer(text)}


def differences(one: dict[str, Counter], other: dict[str, Counter]) -> list[str]:
    found = []
    for table in one:
        found += [f"{table}: in order only: {row}" for row in one[table] - other[table]]
        found += [f"{table}: otherwise only: {row}" for row in other[table] - one[table]]
    return found

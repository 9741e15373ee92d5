"""The lines of the chronicle in people's words, in the language of the reader, with a way into each record."""

from flask import request

from shared.web.pages import _

from .sentences import SENTENCES


def timeline(entries) -> list[dict]:
    """As the page's timeline takes them: newest last."""
    return [told(entry) for entry in entries]


def told(entry) -> dict:
    facts = entry.facts
    said = {"at": entry.at, "who": entry.who, "words": words_of(entry.kind, facts), "detail": detail_of(facts)}
    if facts.get("outcome"):
        said["state"] = facts["outcome"]
    href = way_into(entry.service, facts)
    return {**said, "href": href} if href else said


def words_of(kind: str, facts: dict) -> str:
    """A sentence per kind of event; a kind without one is told by its name."""
    sentence = SENTENCES.get(kind)
    return sentence(facts) if sentence else kind.replace(".", " ").replace("_", " ")


def detail_of(facts: dict) -> str | None:
    """What was said in somebody's own words, and the lines of the work."""
    own = [facts.get(name) for name in ("reason", "note") if facts.get(name)]
    lines = list(facts.get("lines") or ()) + list(facts.get("reasons") or ())
    return "\n".join([*own, *lines]) or None


def way_into(service: str, facts: dict) -> str | None:
    """The address of the record in the service that keeps it, when the services stand side by side."""
    if not request.script_root.endswith("/intake"):
        return None
    house = request.script_root.removesuffix("/intake")
    if facts.get("receipt_number"):
        return f"{house}/billing/receipts/{facts['receipt_number']}"
    if service == "billing" and facts.get("bill_id"):
        return f"{house}/billing/bills/{facts['bill_id']}"
    return None


EXPECTED = {
    "classification": lambda: _("The desk says what it is"),
    "answer": lambda: _("First answer to the customer"),
    "completion": lambda: _("The work is done"),
    "resumption": lambda: _("It goes on"),
    "inspection": lambda: _("Inspection on the spot"),
    "return_visit": lambda: _("Return visit"),
}


def still_to_come(expected) -> list[dict]:
    """What has not happened yet, in grey at the end."""
    return [{"words": EXPECTED[step["kind"]](), "due": step["due_at"]} for step in expected]


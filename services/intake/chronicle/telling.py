"""The lines of the chronicle in people's words, in the language of the reader, with a way into each record."""

from flask import request

from shared.web.pages import _
from shared.web.pages.filters import plainly
from shared.web.pages.words import either

from .sentences import SENTENCES


def timeline(entries) -> list[dict]:
    """As the page's timeline takes them: newest last."""
    return [told(entry) for entry in entries]


def told(entry) -> dict:
    facts = entry.facts
    said = {"at": entry.at, "who": who_of(entry), "words": words_of(entry.kind, facts), "detail": detail_of(facts)}
    if facts.get("outcome"):
        said["state"] = facts["outcome"]
    return {**said, **way_into(entry)}


def who_of(entry) -> str:
    """The person; where nobody acted, the part of the house that did."""
    if entry.who and entry.who != "system":
        return entry.who
    acting = {"intake": _("System"), "dispatch": _("Dispatch"), "billing": _("Billing"), "notify": _("Messages")}
    return acting.get(entry.service, _("System"))


def words_of(kind: str, facts: dict) -> str:
    """A sentence per kind of event; a kind without one is told by its name."""
    sentence = SENTENCES.get(kind)
    return sentence(facts) if sentence else kind.replace(".", " ").replace("_", " ")


def detail_of(facts: dict) -> str | None:
    """What was said in somebody's own words, and the lines of the work."""
    own = [plainly(facts[name]) for name in ("reason", "note") if facts.get(name)]
    lines = [either(line) for line in facts.get("lines") or ()]
    reasons = " · ".join(either(reason) for reason in facts.get("reasons") or ())
    return "\n".join([*own, *lines, *([reasons] if reasons else [])]) or None


def way_into(entry) -> dict[str, str]:
    """The address of the record in the service that keeps it, when the services stand side by side."""
    facts, house = entry.facts, request.script_root.removesuffix("/intake")
    if facts.get("incident_id"):
        return {"href": f"{request.script_root}/incidents/{facts['incident_id']}", "link": _("See the incident")}
    if house == request.script_root:
        return {}
    if facts.get("receipt_number"):
        receipt = f"{house}/billing/receipts/{facts['receipt_number']}?site_id={entry.site_id}"
        return {"href": receipt, "link": _("See the receipt")}
    if entry.service == "billing" and facts.get("bill_id"):
        return {"href": f"{house}/billing/bills/{facts['bill_id']}", "link": _("See the bill")}
    return {}


EXPECTED = {
    "classification": lambda: _("The desk says what it is"),
    "answer": lambda: _("First answer to the customer"),
    "completion": lambda: _("The work to be completed"),
    "resumption": lambda: _("It goes on"),
    "inspection": lambda: _("Inspection on the spot"),
    "return_visit": lambda: _("Return visit"),
}


def still_to_come(expected) -> list[dict]:
    """What has not happened yet, in grey at the end."""
    return [{"words": EXPECTED[step["kind"]](), "due": step["due_at"]} for step in expected]

"""What a page says to its reader, and what it should not say: another language, codes, faults that axe finds."""

import re
from functools import lru_cache

from shared.web.pages import words

CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b(?:ticket|work_order|order|bill|payment|message|return_visit|role)[.:]\w+")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const foreign = (node) => node.parentElement.closest("script, style, option, [lang]:not(html)")
  while (walker.nextNode()) if (!foreign(walker.currentNode)) found.push(walker.currentNode.data.trim())
  for (const element of document.querySelectorAll("[aria-label], [placeholder]"))
    found.push(element.getAttribute("aria-label") ?? "", element.getAttribute("placeholder") ?? "")
  return found.concat(document.title).filter(Boolean)
}"""


def texts(page) -> set[str]:
    """Every text of the page but those marked as being in another language."""
    page.wait_for_load_state()
    return set(page.evaluate(TEXTS))


def raw(said: set[str]) -> set[str]:
    """Codes and identifiers that nobody put into words."""
    return {text for text in said if CODE.search(text) or UUID.search(text)}


def written_by_people(house) -> set[str]:
    """Notes and answers stay in the language they were given in."""
    facts = [entry["facts"] for ticket in house.tickets() for entry in house.chronicle(ticket)["items"]]
    return {str(fact[name]) for fact in facts for name in ("note", "reason") if name in fact}


@lru_cache(maxsize=1)
def english_words() -> set[str]:
    return {text.split("|")[-1] for text, said in catalogue().items() if text != said}


@lru_cache(maxsize=1)
def chinese_words() -> set[str]:
    return {said for text, said in catalogue().items() if text.split("|")[-1] != said}


def catalogue() -> dict[str, str]:
    return words.catalogue_of("intake") | words.catalogue_of("billing")


def audit(page, axe: str) -> list[str]:
    page.evaluate(axe)
    violations = page.evaluate("async () => (await axe.run()).violations")
    return [f"{v['id']}: {node['html'][:120]} {node['failureSummary']}" for v in violations for node in v["nodes"]]

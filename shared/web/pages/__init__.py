"""The doors for people: pages in one shared frame, in both languages."""

from flask import Blueprint, render_template

from shared.web.auth import ANYONE, PUBLIC, mark

from .navigation import Entry
from .words import _

__all__ = ["ANYONE", "PUBLIC", "Entry", "Pages", "_"]


class Pages(Blueprint):
    """The pages of one room: `@tickets.get("/tickets", allow=…)`. Templates live in the room's `templates/`.

    Writing doors accept only requests of our own pages. `url_for(".ticket_list")` names a page of the same room.
    """

    def __init__(self, name: str, import_name: str, **options):
        super().__init__(f"{name}_pages", import_name, template_folder="templates", **options)

    def get(self, rule: str, *, allow, **options):  # type: ignore[override]
        return self._door("GET", rule, allow, options)

    def post(self, rule: str, *, allow, **options):  # type: ignore[override]
        return self._door("POST", rule, allow, options)

    def _door(self, method: str, rule: str, allow, options: dict):
        return lambda view: self.route(rule, methods=[method], **options)(mark(view, allow, page=True))

    def render(self, template: str, **words) -> str:
        """The page made from a template that extends "layout.html"; `active` marks the entry of the navigation."""
        return render_template(template, **words)

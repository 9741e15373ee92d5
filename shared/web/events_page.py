"""The events of a service written down for those who build against them: a page, and AsyncAPI 3.1 of just these."""

from flask import Blueprint, current_app, jsonify, render_template

from shared.contracts import all_contracts
from shared.contracts.asyncapi import describe
from shared.contracts.shape import example, json_schema

from .auth import PUBLIC, mark
from .docs import shape
from .doors import PREFIX

blueprint = Blueprint("events", __name__)


def _own() -> tuple[list, list]:
    """The contracts this service announces, and those it hears."""
    name = current_app.extensions["service"].name
    contracts = all_contracts()
    return [c for c in contracts if c.producer == name], [c for c in contracts if name in c.readers]


def events():
    """Every event of this service, what it holds and an example."""
    announced, heard = _own()
    shapes = {c.routing_key: (json_schema(c), example(c)) for c in (*announced, *heard)}
    return render_template("events.html", announced=announced, heard=heard, shapes=shapes, shape=shape)


def asyncapi():
    announced, heard = _own()
    return jsonify(describe({c.routing_key: c for c in (*announced, *heard)}.values()))


blueprint.get(f"{PREFIX}/events")(mark(events, PUBLIC))
blueprint.get(f"{PREFIX}/asyncapi.json")(mark(asyncapi, PUBLIC))

"""The doors written down for those who build against them: OpenAPI, a page to read it, and what each problem means."""

from flask import Blueprint, Response, abort, current_app, json, render_template, request

from shared import errors as kinds
from shared.errors import DomainError

from .auth import PUBLIC, mark
from .doors import PREFIX
from .errors import CODES, PROBLEM

blueprint = Blueprint("docs", __name__)
METHODS = ("get", "post", "put", "patch", "delete")


def _door(rule: str):
    return lambda view: blueprint.get(rule)(mark(view, PUBLIC))


def specification() -> dict:
    """The OpenAPI document of this service, as served from where it is mounted."""
    spec = current_app.extensions["api"].spec.to_dict()
    spec["servers"] = [{"url": request.script_root or "/"}]
    for path in spec["paths"].values():
        for method in METHODS:
            if method in path:
                refused = path[method].setdefault("responses", {})
                refused["default"] = {"$ref": "#/components/responses/DEFAULT_ERROR"}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    description = "Refused; see `code` and `detail`."
    known = spec["components"].setdefault("responses", {})
    known["DEFAULT_ERROR"] = {"description": description, "content": {PROBLEM: problem}}
    return spec


@_door(f"{PREFIX}/openapi.json")
def openapi():
    return Response(json.dumps(specification(), ensure_ascii=False), mimetype="application/json")


@_door(f"{PREFIX}/docs")
def reading():
    spec = specification()
    rooms: dict[str, list] = {}
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                said = item[method]
                said["parameters"] = item.get("parameters", []) + said.get("parameters", [])
                rooms.setdefault(said["tags"][0], []).append((method.upper(), path, said))
    return render_template("docs.html", spec=spec, rooms=rooms, shape=shape)


def shape(schema: dict | None, depth: int = 0) -> str:
    """The name of a shape in a few words: `TicketView`, `list of string (uuid)`."""
    if not schema:
        return "anything"
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if schema.get("type") == "array" and depth < 5:
        return f"list of {shape(schema.get('items'), depth + 1)}"
    kinds_said = schema.get("type", "anything")
    kind = " or ".join(kinds_said) if isinstance(kinds_said, list) else kinds_said
    detail = schema.get("format") or ("one of " + ", ".join(map(str, schema["enum"])) if "enum" in schema else "")
    return f"{kind} ({detail})" if detail else kind


@_door("/problems/<code>")
def problem(code: str):
    known = {kind.code: (kind.status, kind.title) for kind in vars(kinds).values() if _is_kind(kind)}
    known = {said: (status, said.replace("-", " ").capitalize()) for status, said in CODES.items()} | known
    known["unexpected"] = (500, "Something went wrong")
    if code not in known:
        abort(404)
    status, title = known[code]
    return render_template("problem.html", code=code, status=status, title=title)


def _is_kind(kind) -> bool:
    return isinstance(kind, type) and issubclass(kind, DomainError)

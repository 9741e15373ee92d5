"""The doors as OpenAPI 3.1, with what flask-smorest leaves out: problems, security, money as strings."""

from http import HTTPStatus

from flask import Flask
from flask_smorest import Api

from . import fields
from .errors import PROBLEM
from .schemas import Problem


class Doors(Api):
    """flask-smorest's Api with our errors and our fields."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self):
        """Ours do it: shared/web/errors.py."""

    def _register_pagination_header(self):
        """Pages are told in the body and in Link."""

    def _register_etag_headers(self):
        """Versions are said by doors.py."""

    def _register_responses(self):
        """Errors are documented with the media type they are sent with."""
        content = {PROBLEM: {"schema": self.ERROR_SCHEMA}}
        for status in HTTPStatus:
            described: dict = {"description": status.phrase}
            if status >= 400:
                described["content"] = content
            self.spec.components.response(status.name, described, lazy=True)
        problem = {"description": "Refused; see `code` and `detail`", "content": content}
        self.spec.components.response("DEFAULT_ERROR", problem, lazy=True)


def open_api(app: Flask, title: str) -> Doors:
    """Make the Api of this app; rooms are registered with it."""
    app.config |= {
        "API_TITLE": f"Frontdesk {title}",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": None,
        "OPENAPI_JSON_PATH": None,
    }
    api = Doors()
    spec = {"info": {"description": __doc__, "license": {"name": "Proprietary", "identifier": "LicenseRef-own"}}}
    api.init_app(app, spec_kwargs=spec)
    for field, kind, form in (
        (fields.Money, "string", "decimal"),
        (fields.Quantity, "string", "decimal"),
        (fields.Phone, "string", None),
        (fields.Text, "string", None),
        (fields.Instant, "string", "date-time"),
        (fields.Whole, "integer", None),
        (fields.Flag, "boolean", None),
        (fields.Id, "string", "uuid"),
        (fields.Loose, "object", None),
    ):
        api.register_field(field, kind, form)
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "POST /intake/api/v1/tokens"}
    api.spec.components.security_scheme("bearer", bearer)
    return api

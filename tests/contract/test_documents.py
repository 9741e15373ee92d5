"""Generated documents say what the code says."""

import pytest
import yaml
from openapi_spec_validator import validate

from tools.documents import apis
from tools.documents.__main__ import asyncapi, stale


def test_no_generated_document_is_stale():
    assert stale() == [], "run `make docs`"


@pytest.mark.parametrize("name", apis.SERVICES)
def test_each_service_describes_itself_in_valid_openapi(name):
    import json

    validate(json.loads(apis.write()[name]))


def test_asyncapi_resolves_all_its_references():
    document = yaml.safe_load(asyncapi())

    def references(part):
        if isinstance(part, dict):
            if "$ref" in part:
                yield part["$ref"]
            for inner in part.values():
                yield from references(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from references(inner)

    found = list(references(document))
    assert found
    for reference in found:
        part = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]

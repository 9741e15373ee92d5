"""What a service's own OpenAPI document makes of its doors: requests that it allows, requests that it forbids, and
whether each answer is one that it promises."""

import re
from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from hypothesis import given
from hypothesis import strategies as some
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def papers_of(app):
    """The document as the service itself serves it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def operations(papers) -> list:
    return [found.ok() for found in papers.get_all_operations()]


def cases(operation, mode=GenerationMode.POSITIVE):
    return operation.as_strategy(mode)


def with_known_ids(body, ids: dict):
    """The same body with ids of things that are there, so that it reaches further than `not found`."""
    if isinstance(body, dict):
        return {name: known(name, held, ids) for name, held in body.items()}
    return body


def known(name: str, held, ids: dict):
    if isinstance(held, str) and ID.fullmatch(held):
        return str(ids.get(name, held))
    if isinstance(held, list) and held and isinstance(held[0], str) and ID.fullmatch(held[0]):
        return [str(ids.get(name.removesuffix("s"), held[0]))]
    return with_known_ids(held, ids)


@dataclass
class Interview:
    """Puts generated requests to one door after the other; `wrong` says what the papers do not allow."""

    headers: dict
    ids: dict
    wrong: list[str] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)

    def about(self, operation, how, special: dict | None = None, *, modes=tuple(GenerationMode)) -> None:
        """`how` are Hypothesis' settings."""
        for mode in modes:
            try:
                strategy = cases(operation, mode)
                how(given(strategy, some.booleans())(self.asking({**self.ids, **(special or {})})))()
            except (FailureGroup, AssertionError) as error:
                self.wrong.append(f"{operation.label} ({mode.value}): {told(error)}")
            except Exception as error:
                if "Unsatisfiable" not in type(error).__name__:
                    raise

    def asking(self, ids: dict):
        def put(case, real: bool) -> None:
            if real:
                case.path_parameters = {name: str(ids.get(name, held)) for name, held in case.path_parameters.items()}
                case.body = with_known_ids(case.body, ids)
            answer = case.call(headers=self.headers)
            self.answers[answer.status_code // 100] += 1
            case.validate_response(answer, checks=CHECKS, headers=self.headers)

        return put


def told(error: BaseException) -> str:
    return " / ".join(str(one) for one in getattr(error, "exceptions", [error]))[:1500]

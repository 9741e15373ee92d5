"""Looking over an integrator's shoulder: every request of the sandbox is kept with its verdict, the last ones only."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import delete, insert, select

from services.intake.accounts.throttle import count
from shared.errors import BadInput, DomainError, Unauthenticated
from shared.ids import new_id
from shared.web.errors import flatten

from .dry_run import problem_of
from .integrations import Platform, find_platform
from .remembered import SandboxAttempt
from .signatures import verify

KEPT = 200
LONGEST = 20_000
REFUSED_A_MINUTE = 30
WORTH_KEEPING = ("webhook-id", "webhook-timestamp", "content-type", "user-agent")


class Seen:
    """What is being answered; without a sandbox nobody looks."""

    status, verdict = 500, {}

    def answered(self, status: int, verdict: dict) -> None:
        self.status, self.verdict = status, verdict

    def refused(self, error: Exception) -> None:
        if isinstance(error, ValidationError):
            error = BadInput("The request does not have the shape this door expects.", errors=flatten(error.messages))
        if isinstance(error, DomainError):
            self.answered(error.status, problem_of(error))
        else:
            said = getattr(error, "description", None) or "Something failed on our side; nothing of it was kept."
            self.answered(getattr(error, "code", None) or 500, {"detail": said})


def who_signed(store, integration_id, headers, raw: bytes, now) -> tuple[Platform, str]:
    """The platform with the request's nonce; `in_sandbox` when its sandbox secret signed. Raises Unauthenticated."""
    platform = find_platform(store, integration_id, now)
    try:
        return platform, verify(headers, raw, platform.secrets, now)
    except Unauthenticated as error:
        if not platform.sandbox_secrets:
            raise
        aside = replace(platform, in_sandbox=True)
        try:
            return aside, verify(headers, raw, platform.sandbox_secrets, now)
        except Unauthenticated:
            keep_refused(store, aside, headers, raw, now, error)
            raise


def keep_refused(store, platform: Platform, headers, raw: bytes, now, error: Unauthenticated) -> None:
    """A wrong signature is what integrators fail at first. Anybody can send one, so only some a minute are kept."""
    with store.work(None, now=now) as work:
        times, _ = count(work, f"refused:{platform.id}", now + timedelta(minutes=1))
    if times <= REFUSED_A_MINUTE:
        seen = Seen()
        seen.refused(error)
        keep(store, platform, "signature", headers, raw, now, seen)


@contextmanager
def watched(store, platform: Platform, door: str, headers, raw: bytes, now) -> Iterator[Seen]:
    """Around the answering of one request; kept in a transaction of its own, whatever became of the request."""
    seen = Seen()
    try:
        yield seen
    except Exception as error:
        seen.refused(error)
        raise
    finally:
        if platform.in_sandbox:
            keep(store, platform, door, headers, raw, now, seen)


def keep(store, platform: Platform, door: str, headers, raw: bytes, now, seen: Seen) -> None:
    said = {name.lower(): str(value)[:300] for name, value in headers.items()}
    shown = {name: value for name, value in said.items() if name in WORTH_KEEPING or name.startswith("ce-")}
    row = {"id": new_id(), "operator_id": platform.principal.operator_id, "integration_id": platform.id, "at": now}
    verdict = json.loads(json.dumps(seen.verdict, ensure_ascii=False).encode("utf-8", "replace"))
    row |= {"door": door, "status": seen.status, "headers": shown, "verdict": verdict}
    row["body"] = raw[:LONGEST].decode("utf-8", "replace").replace("\x00", "\ufffd")
    with store.work(platform.principal, now=now) as work:
        work.session.execute(insert(SandboxAttempt), [row])
        of_platform = SandboxAttempt.integration_id == platform.id
        newest = select(SandboxAttempt.id).where(of_platform).order_by(SandboxAttempt.id.desc())
        last = work.session.scalar(newest.offset(KEPT).limit(1))
        if last is not None:
            work.session.execute(delete(SandboxAttempt).where(of_platform, SandboxAttempt.id <= last))


def attempts_of(integration_id):
    return select(SandboxAttempt).where(SandboxAttempt.integration_id == integration_id)


def find_own_sandbox(asking) -> UUID:
    """Whose sandbox a key belongs to. Raises Unauthenticated for everybody without one."""
    mark, _, platform = asking.subject.partition(":")
    if mark != "sandbox":
        raise Unauthenticated("The API key of a sandbox is expected.")
    return UUID(platform)

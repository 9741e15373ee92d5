"""An image holds one service, runs it as nobody in particular, and carries no secret."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.image import copied, environ_of, ignored, instructions, unpack
from tests.deploy.stage import ROOT, SERVICES

each_service = pytest.mark.parametrize("service", SERVICES)
SECRET = re.compile(r"(?i)password|passwd|secret|token|api_?key|private")


def faults(service: str, said: list[tuple[str, str]]) -> list[str]:
    """What a Dockerfile of ours may not say."""
    last = {word: rest for word, rest in said}
    user = last.get("USER", "root")
    found = ["root"] * (not re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user))
    found += [f"{word} is no list" for word in ("ENTRYPOINT", "CMD") if not last.get(word, "").startswith("[")]
    found += ["starts something else"] * (f'"services.{service}"' not in last.get("ENTRYPOINT", ""))
    found += ["no health check"] * ("HEALTHCHECK" not in last)
    found += ["ADD"] * ("ADD" in last)
    found += [f"{word} {rest}" for word, rest in said if word in ("ENV", "ARG") and SECRET.search(rest)]
    found += ["unchecked packages"] * any("pip install" in rest and "--require-hashes" not in rest for _, rest in said)
    return found


@each_service
def test_a_dockerfile_says_what_it_must(service):
    assert faults(service, instructions(service)) == []


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("USER", "root"),
        ("USER", "frontdesk"),
        ("CMD", "python -m services.intake web"),
        ("ENTRYPOINT", '["python", "-m", "services.billing"]'),
        ("ENV", "FRONTDESK_TOKEN_PRIVATE_KEY=abc"),
        ("ADD", ". /app"),
        ("RUN", "pip install flask"),
    ],
)
def test_the_check_can_turn_red(word, rest):
    assert faults("intake", [*instructions("intake"), (word, rest)])


@each_service
def test_an_image_copies_shared_and_its_own_service_alone(service):
    assert {source for source, _ in copied(service)} == {"constraints.txt", "shared/", f"services/{service}/"}


def test_the_four_dockerfiles_differ_only_in_the_name():
    texts = {(ROOT / "services" / s / "Dockerfile").read_text().replace(s, "SERVICE") for s in SERVICES}
    assert len({re.sub(r'description="[^"]*"', "", text) for text in texts}) == 1


@pytest.mark.parametrize(
    "path",
    [".env", "var/secrets/token_private_key", ".git/config", ".venv/bin/python", "services/intake/tests/conftest.py"]
    + ["shared/testing/fixtures.py", "shared/web/tests/keys.py", "docs/running.md", "embedded/centre.py"],
)
def test_what_is_no_part_of_a_service_never_leaves_the_machine(path):
    assert ignored(Path(path))


def test_what_a_service_needs_is_not_left_out():
    assert not any(
        ignored(Path(p)) for p in ("constraints.txt", "shared/service.py", "services/intake/words/zh_Hans.po")
    )


@each_service
def test_a_service_starts_from_what_its_image_holds(service, tmp_path, keys):
    """The image's files alone, no other service in reach: all doors are made, and migrations run."""
    unpack(service, tmp_path)
    app = tmp_path / "app"
    assert sorted(path.name for path in (app / "services").iterdir()) == [service]
    environ = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""}
    environ |= {
        "FRONTDESK_DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
        "FRONTDESK_BROKER_URL": "amqp://nobody@127.0.0.1/frontdesk",
        "FRONTDESK_TOKEN_PUBLIC_KEYS": keys.read("token_public_keys"),
    }
    program = (
        f"from shared.service import PROCESSES, web_application; from services.{service}.service import service;"
        "import os; settings = service.settings.read(os.environ); PROCESSES['migrate'](service, settings, []);"
        f"print(web_application('{service}').test_client().get('/readyz').json['status'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {program}"],
        cwd=app,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip().endswith("ok"), done.stderr[-2000:]


@each_service
def test_an_image_listens_where_its_health_check_and_kubernetes_ask(service):
    assert environ_of(service)["FRONTDESK_HTTP_HOST"] == "0.0.0.0"  # noqa: S104
    assert dict(instructions(service))["EXPOSE"] == "8000"


def hadolint(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess:
    program = Path(sys.executable).parent / "hadolint"
    return subprocess.run([str(program), *arguments], input=text, capture_output=True, text=True)


def test_hadolint_has_nothing_to_say():
    done = hadolint(*(str(ROOT / "services" / service / "Dockerfile") for service in SERVICES))
    assert (done.returncode, done.stdout) == (0, "")
    assert hadolint("-", text="FROM python\nRUN cd /tmp\n").returncode, "it can turn red"

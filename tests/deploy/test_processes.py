"""Every process of every service runs, with settings that it starts with and secrets that fit each other."""

import importlib
import json
import re
from base64 import b64decode
from urllib.parse import urlsplit

import pytest

from shared.contracts import all_contracts
from shared.messaging.rabbit_password import hash_password
from shared.messaging.topology import VHOST, definitions
from shared.service import PROCESSES
from shared.settings import BadSettings
from shared.web import tokens
from tests.deploy.stage import RUNNING, SERVICES, Process, compose, documents, in_compose, in_kubernetes

PLACES = ("compose", "dev", "production")
NEVER = {"dead", "audit", "announce-again", "events", "all", "work"}  # tools, and two ways to run several in one


@pytest.fixture(params=PLACES)
def processes(request, keys, brought) -> list[Process]:
    if request.param == "compose":
        return in_compose(compose(keys.path), keys.read)
    return in_kubernetes(documents(request.param), brought)


def settings_of(process: Process, folder):
    """What the process would read at its start; files are laid out as they are mounted. Raises BadSettings."""
    environ = dict(process.environ)
    for name, value in process.files.items():
        (folder / name).write_text(value or "")
    for name, value in environ.items():
        if value.startswith("/run/secrets/"):
            environ[name] = str(folder / value.removeprefix("/run/secrets/"))
    return importlib.import_module(f"services.{process.service}.service").service.settings.read(environ)


def test_nothing_that_should_run_is_forgotten(processes):
    assert set(PROCESSES) == {*RUNNING, "migrate"} | NEVER, "a new process: does it run here?"
    found = sorted((process.service, *process.arguments) for process in processes)
    assert found == sorted((service, process) for service in SERVICES for process in (*RUNNING, "migrate"))


def test_every_process_starts_with_the_settings_it_is_given(processes, tmp_path):
    for process in processes:
        settings = settings_of(process, tmp_path)
        assert settings.root_path == f"/{process.service}" and settings.trusted_proxies == 1, process.name
        assert settings.http_host == "0.0.0.0" and settings.metrics_folder.startswith("/tmp/")  # noqa: S104, S108
        database, broker = urlsplit(settings.database_url), urlsplit(settings.broker_url)
        assert (database.username, database.path) == (process.service, f"/{process.service}")
        assert (broker.username, broker.path) == (process.service, f"/{VHOST}")
        tokens.check_keys(settings.token_public_keys)


def test_only_intake_can_sign(processes):
    for process in processes:
        signs = bool(process.files.get("token_private_key"))
        assert signs == (process.service == "intake"), process.name
        if signs:
            public = tokens.public_keys(process.files["token_private_key"])
            assert json.loads(public)["keys"][0] in json.loads(process.files["token_public_keys"])["keys"]


def test_no_process_is_told_a_secret_by_its_environment(processes):
    for process in processes:
        for name, value in process.environ.items():
            assert (
                not re.search("PASSWORD|TOKEN|KEY|_URL", name) or name.endswith("_FILE") or name.endswith("SMTP_URL")
            ), name
            assert "@" not in value or name == "FRONTDESK_MAIL_FROM", name


@pytest.mark.parametrize(
    "fault",
    [
        lambda p: p.environ.update(FRONTDESK_ROOTPATH="/intake"),
        lambda p: p.environ.pop("FRONTDESK_BROKER_URL_FILE"),
        lambda p: p.environ.update(FRONTDESK_HTTP_PORT="http"),
        lambda p: p.environ.update(FRONTDESK_DATABASE_URL_FILE="/run/secrets/database"),
    ],
    ids=["unknown", "missing", "unreadable", "no such file"],
)
def test_the_check_of_settings_can_turn_red(fault, brought, tmp_path):
    process = in_kubernetes(documents("production"), brought)[0]
    fault(process)
    with pytest.raises(BadSettings):
        settings_of(process, tmp_path)


def test_the_hosts_that_addresses_name_exist(keys, brought):
    services = compose(keys.path)["services"]
    names = {doc["metadata"]["name"] for doc in documents("dev") if doc["kind"] == "Service"}
    for service in SERVICES:
        assert urlsplit(keys.read(f"{service}_database_url")).hostname in services
        assert urlsplit(keys.read(f"{service}_broker_url")).hostname in services
        assert urlsplit(brought[f"{service}-database-app"]["uri"]).hostname in names
        assert urlsplit(brought[f"{service}-keys"]["broker_url"]).hostname in names


@pytest.mark.parametrize("place", ["compose", "kubernetes"])
def test_the_broker_is_told_what_the_contracts_say_and_the_passwords_that_services_have(place, keys, brought):
    if place == "compose":
        told = json.loads(keys.read("rabbitmq_definitions.json"))
        urls = {service: keys.read(f"{service}_broker_url") for service in SERVICES}
    else:
        told = json.loads(brought["rabbitmq-definitions"]["definitions.json"])
        urls = {service: brought[f"{service}-keys"]["broker_url"] for service in SERVICES}
    given = {user["name"]: user["password_hash"] for user in told["users"]}
    assert told == definitions(all_contracts(), given), "the same but for the salts"
    for service, url in urls.items():
        password = urlsplit(url).password
        assert given[service] == hash_password(password, b64decode(given[service])[:4])
        assert password not in json.dumps(told)

"""Broker and database start as compose and Kubernetes start them: on our configuration, with the secrets we made."""

import os
import subprocess
from urllib.parse import urlsplit
from uuid import uuid4

import pika
import psycopg
import pytest

from shared.messaging.topology import EVENTS, VHOST, inbox_of
from shared.testing.servers import RabbitServer, shared_postgres
from tests.deploy.stage import ROOT, SERVICES

OWNER = ROOT / "deploy" / "database" / "10-owner.sh"
pytestmark = pytest.mark.servers


class AsDeployed(RabbitServer):
    """RabbitMQ on deploy/broker/rabbitmq.conf and the definitions file, both untouched; only port and path are ours."""

    def __init__(self, definitions, folder):
        super().__init__(folder)
        self.given = definitions

    def prepare(self):
        super().prepare()
        said = (ROOT / "deploy" / "broker" / "rabbitmq.conf").read_text()
        assert "/run/secrets/rabbitmq_definitions.json" in said
        said = said.replace("/run/secrets/rabbitmq_definitions.json", str(self.given))
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\n{said}")


@pytest.fixture(scope="module")
def broker(keys, tmp_path_factory):
    with AsDeployed(keys.path / "rabbitmq_definitions.json", tmp_path_factory.mktemp("rabbit") / "server") as server:
        yield server


def open_channel(broker, address: str):
    told = urlsplit(address)
    rights = pika.PlainCredentials(told.username, told.password)
    connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", broker.port, VHOST, rights))
    return connection, connection.channel()


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_comes_in_with_the_address_it_is_given_and_finds_its_queue(broker, keys, service):
    connection, channel = open_channel(broker, keys.read(f"{service}_broker_url"))
    assert channel.queue_declare(inbox_of(service), passive=True).method.message_count == 0
    channel.exchange_declare(EVENTS, passive=True)
    connection.close()


@pytest.mark.parametrize("address", ["amqp://guest:guest@broker", "amqp://intake:guessed@broker"])
def test_nobody_else_comes_in(broker, address):
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        open_channel(broker, address)


@pytest.fixture
def owned(tmp_path):
    """What 10-owner.sh makes of an empty server, on a real one: the URL a service would be given."""
    server, service, password = shared_postgres(), f"owner_{uuid4().hex[:10]}", uuid4().hex
    (tmp_path / "password").write_text(password)
    admin = urlsplit(server.admin_url)
    environ = {
        "PATH": os.environ["PATH"],
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGPASSWORD": admin.password,
    }
    environ |= {"SERVICE": service, "PASSWORD_FILE": str(tmp_path / "password"), "POSTGRES_USER": admin.username}
    done = subprocess.run(["/bin/sh", str(OWNER)], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert password not in done.stdout + done.stderr
    yield server.url(service, service, password)
    server.drop_database(service)


def test_a_service_owns_its_database_but_is_held_to_row_level_security(owned):
    with psycopg.connect(owned) as connection:
        connection.execute("CREATE TABLE mine (id int)")
        rights = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(rights).fetchone() == (False, False, False, False)


def test_no_other_service_may_even_connect(owned):
    stranger = shared_postgres().create_database(f"other_{uuid4().hex[:10]}", f"other_{uuid4().hex[:10]}", "other")
    told, wanted = urlsplit(stranger), urlsplit(owned)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(stranger.replace(told.path, wanted.path)).close()
    shared_postgres().drop_database(told.path.removeprefix("/"))


def test_a_first_start_that_fails_says_so(tmp_path):
    environ = {
        "PATH": os.environ["PATH"],
        "SERVICE": "x",
        "PGHOST": "127.0.0.1",
        "PGPORT": "1",
        "PASSWORD_FILE": "/none",
    }
    assert subprocess.run(["/bin/sh", str(OWNER)], env=environ, capture_output=True).returncode

"""The Secrets that the development overlay refers to, as Kubernetes manifests on standard output, never in a file."""

import json
from collections.abc import Iterator

from .definitions import SERVICES
from .keys import KeyFolder

NAMESPACE = "frontdesk-dev"


def secret_manifests(keys: KeyFolder, namespace: str = NAMESPACE) -> str:
    """One List that `kubectl apply -f -` takes."""
    items = [_manifest(name, namespace, data) for name, data in secrets_of(keys)]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1)


def secrets_of(keys: KeyFolder) -> Iterator[tuple[str, dict[str, str]]]:
    """Names and keys as k8s/ asks for them; `uri` is the key under which CloudNativePG keeps a database's address."""
    for service in SERVICES:
        password = keys.read(f"{service}_database_password")
        admin = keys.read(f"{service}_database_admin_password")
        uri = keys.read(f"{service}_database_url")
        yield f"{service}-database-app", {"uri": uri, "password": password, "admin_password": admin}
        mine = {"broker_url": keys.read(f"{service}_broker_url")}
        mine["token_public_keys"] = keys.read("token_public_keys")
        if service == "intake":
            mine["token_private_key"] = keys.read("token_private_key")
        yield f"{service}-keys", mine
    yield "rabbitmq-definitions", {"definitions.json": keys.read("rabbitmq_definitions.json")}


def _manifest(name: str, namespace: str, data: dict[str, str]) -> dict:
    metadata = {"name": name, "namespace": namespace, "labels": {"app.kubernetes.io/part-of": "frontdesk"}}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": "Opaque", "stringData": data}

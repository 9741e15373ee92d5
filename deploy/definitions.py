"""RabbitMQ's definitions file, written from the contracts and the services' passwords; it holds hashes only."""

import json
from collections.abc import Mapping

from shared.contracts import all_contracts
from shared.messaging.rabbit_password import hash_password
from shared.messaging.topology import definitions

SERVICES = ("intake", "dispatch", "billing", "notify")


def write_definitions(passwords: Mapping[str, str]) -> str:
    """The file's text for these users; each password is hashed with a salt of its own."""
    hashes = {name: hash_password(password) for name, password in passwords.items()}
    return json.dumps(definitions(all_contracts(), hashes), indent=1) + "\n"

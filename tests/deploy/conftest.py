"""The secrets of a centre that lives as long as these tests."""

import pytest

from deploy.keys import KeyFolder
from deploy.manifests import secrets_of


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> KeyFolder:
    folder = KeyFolder(tmp_path_factory.mktemp("secrets"))
    folder.prepare()
    return folder


@pytest.fixture(scope="session")
def brought(tmp_path_factory) -> dict[str, dict[str, str]]:
    """The Secrets that Kubernetes is given from outside, by name."""
    folder = KeyFolder(tmp_path_factory.mktemp("kubernetes"))
    folder.prepare(database_host="{service}-database-rw")
    return dict(secrets_of(folder))

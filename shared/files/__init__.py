"""Where files lie: a folder of this machine or a bucket, behind one set of four verbs. What is read is what was put."""

from .opening import open_files
from .store import FileDamaged, FileGone, Files, NoPlace, key_of

__all__ = ["FileDamaged", "FileGone", "Files", "NoPlace", "key_of", "open_files"]

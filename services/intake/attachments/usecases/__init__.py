"""What can be done with the files of a ticket, one file per use case."""

from .add_attachment import add_attachment
from .keep_file import Handed, keep_file, see_ticket
from .open_attachment import open_attachment
from .remove_attachment import remove_attachment
from .sweep_files import sweep_files

__all__ = ["Handed", "add_attachment", "keep_file", "open_attachment", "remove_attachment", "see_ticket", "sweep_files"]

"""What can be done with staff, one file per use case."""

from .import_staff import IMPORTERS, import_staff
from .set_duty import LEADERS, set_duty

__all__ = ["IMPORTERS", "LEADERS", "import_staff", "set_duty"]

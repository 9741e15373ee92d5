"""A list taken along as a spreadsheet: what was asked for, whole, as this reader may see it (RO-4, RF-6).

A room says its columns once and gives each list one door:

    UNITS = Sheet("units", (Column(lambda: _("Code"), lambda unit: unit.code), …))

    @directory.get("/units/export", allow=ANYONE, query=exported(UnitQuery))
    def export_units(asked):
        return sent(UNITS, every(lambda session, after: keyset(session, units(asked), …, {"after": after})), asked)

However long the list is, memory holds one page of it. That it was taken along, by whom and how filtered, is on record.
"""

from .door import every, exported, handed_out, put_on_record, sent
from .sheet import Column, Sheet
from .xlsx_file import write_tabs

__all__ = ["Column", "Sheet", "every", "exported", "handed_out", "put_on_record", "sent", "write_tabs"]

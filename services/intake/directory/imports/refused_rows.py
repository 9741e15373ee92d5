"""The rows that were refused, to be put right and handed in again: each as it was given, with the reason beside it."""

from shared.web.pages.words import language
from shared.web.sheets import Column, Sheet, handed_out, write_tabs

from .headers import REASON, ROW, head_of
from .reasons import in_words
from .shapes import SHEETS


def workbook_of(refused: list[dict]):
    """One sheet for each that has such rows; the two columns of ours are not read when it comes back."""
    by_sheet: dict[str, list[dict]] = {}
    for one in refused:
        by_sheet.setdefault(one["sheet"], []).append(one)
    return handed_out(
        write_tabs((sheet_of_refused(name, rows), rows) for name, rows in by_sheet.items()), "refused-rows"
    )


def sheet_of_refused(name: str, rows: list[dict]) -> Sheet:
    known = [field.data_key or field_name for field_name, field in SHEETS[name].fields.items()]
    given = dict.fromkeys([*known, *(column for row in rows for column in row["values"])])
    columns = [Column(lambda: ROW[language()], lambda one: one["row"], 8)]
    columns += [Column(lambda field=field: head(field), lambda one, field=field: cell(one, field)) for field in given]
    columns.append(Column(lambda: REASON[language()], reason, 80))
    return Sheet(name, tuple(columns))


def head(field: str) -> str:
    return head_of(field, language())


def cell(one: dict, field: str):
    value = one["values"].get(field)
    return "、".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)


def reason(one: dict) -> str:
    """Each column with what would be right there."""
    return "；".join(
        f"{head(column)}: {in_words(said)}" for column, several in one["errors"].items() for said in several
    )

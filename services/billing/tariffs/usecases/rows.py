"""Rows of an import: read one by one, and reported one by one."""

from collections import Counter

from marshmallow import Schema, ValidationError

from services.billing.tariffs.rules import Row
from shared.errors import BadInput


def read_rows(schema: Schema, raw: list[dict]) -> list[Row]:
    """A row that cannot be read keeps its faults and stands in nobody's way."""
    rows = []
    for number, record in enumerate(raw, start=1):
        code = record.get("code")
        row = Row(number, code if isinstance(code, str) else "")
        try:
            row.values = schema.load(record)
            row.code = row.values["code"]
        except ValidationError as error:
            row.errors = error.normalized_messages()
        rows.append(row)
    return rows


def report(rows: list[Row], *, dry_run: bool, version: int | None = None) -> dict:
    counts = Counter(row.status for row in rows)
    return {
        "imported": counts["created"] + counts["updated"],
        "unchanged": counts["unchanged"],
        "refused": counts["refused"],
        "dry_run": dry_run,
        "version": version,
        "rows": rows,
    }


def on_record(rows: list[Row]) -> dict[str, str]:
    """What an import changed, for the audit trail: the new rates by code and day; the former ones stay published."""
    changed = [row for row in rows if row.status in ("created", "updated")]
    return {
        f"{row.code} from {row.values['valid_from']}": str(row.values.get("price", row.values.get("rate")))
        for row in changed
    }


def insist_on_all(rows: list[Row]) -> None:
    """Raises BadInput that names every refused row: all or nothing, unless the good ones alone were asked for."""
    refused = [row for row in rows if row.status == "refused"]
    if refused:
        errors = {f"items.{row.number - 1}.{name}": said for row in refused for name, said in row.errors.items()}
        said = "so nothing was. Use ?partial=true to import the others."
        raise BadInput(f"{len(refused)} of {len(rows)} rows cannot be imported, {said}", errors=errors)

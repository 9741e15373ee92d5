"""The sample's registers, cabinet and files, brought in by the desk through the doors a real desk would use."""

from collections.abc import Callable

from .opening import Operator, sample

INTAKE = "/intake/api/v1"
OF_FILE = ("agreements", "vehicles")


def keep_registers(operator: Operator, tell: Callable[[str], None]) -> None:
    """Titles and leases of a few units, what was agreed, the cabinet with one key lent, one thing left at the desk."""
    book = sample("registers.json")
    site = operator.sites[book["site"]]
    desk = operator.with_role("desk", site)
    units = {unit["code"]: unit["id"] for unit in desk.items(f"{INTAKE}/units", site_id=site)}
    files = {file["unit_code"]: file["id"] for file in desk.items(f"{INTAKE}/households", site_id=site)}

    def placed(row: dict) -> dict:
        rest = {name: value for name, value in row.items() if name != "unit"}
        return {**rest, "unit_id": units[row["unit"]]} if "unit" in row else rest

    for register in ("title", "lease"):
        for row in book[f"{register}s"]:
            desk.post(f"{INTAKE}/{register}-register", placed(row))
    for name in OF_FILE:
        for row in book[name]:
            facts = {key: value for key, value in row.items() if key != "unit"}
            desk.post(f"{INTAKE}/households/{files[row['unit']]}/{name}", facts)
    keys = {row["number"]: desk.post(f"{INTAKE}/keys", {**placed(row), "site_id": site}) for row in book["keys"]}
    lent = keys[book["lend"].pop("number")]
    desk.act(f"{INTAKE}/keys", lent, "lend", **book["lend"])
    for row in book["entrusted"]:
        desk.post(f"{INTAKE}/entrusted-things", {**placed(row), "site_id": site})
    counted = {"titles": book["titles"], "leases": book["leases"], "keys": book["keys"]}
    tell(f"registers.json: {', '.join(f'{name} {len(rows)}' for name, rows in counted.items())}")

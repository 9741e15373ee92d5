"""A renovation that has been applied for and waits for its reviews, and a household about to move in (RM-1, RM-4)."""

from collections.abc import Callable

from .opening import Operator, sample

INTAKE = "/intake/api/v1"


def begin_procedures(operator: Operator, tell: Callable[[str], None]) -> None:
    """Through the doors a real desk would use."""
    book = sample("procedures.json")
    site = operator.sites[book["site"]]
    desk = operator.with_role("desk", site)
    units = {unit["code"]: unit["id"] for unit in desk.items(f"{INTAKE}/units", site_id=site)}

    def begin(kind: str) -> dict:
        row = book[kind]
        asked = {"kind": kind, "unit_id": units[row["unit"]], "party_name": row["party_name"]}
        return desk.post(f"{INTAKE}/procedures", asked)

    applied, moving = begin("renovation"), begin("move_in")
    steps = {step["code"]: step for step in applied["steps"]}
    desk.act(f"{INTAKE}/procedure-steps", steps["application"], "complete", **book["renovation"]["application"])
    tell(f"procedures.json: {applied['number']} applied for, {moving['number']} begun")

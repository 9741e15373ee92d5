"""Reads the facts of the four services over their public doors, as somebody who may see all sites."""

from embedded.door import Door

from .facts import Facts

SERVICES = ("intake", "dispatch", "billing", "notify")


def read_facts(door: Door, *, accepted: dict | None = None, heard: dict | None = None) -> Facts:
    """One reading of GET /reconciliation everywhere; `door` must belong to an admin or the head office."""
    rows = {name: list(door.items(f"/{name}/api/v1/reconciliation")) for name in SERVICES}
    return Facts(
        tickets=rows["intake"],
        orders=rows["dispatch"],
        bills=rows["billing"],
        told=rows["notify"],
        trial_balance=door.get("/billing/api/v1/ledger/trial-balance"),
        receipt_gaps=[gap["number"] for gap in door.get("/billing/api/v1/receipts/gaps")["missing"]],
        plumbing={name: door.get(f"/{name}/api/v1/plumbing") for name in SERVICES},
        accepted=accepted,
        heard=heard,
    )

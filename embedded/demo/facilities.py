"""The sample's rooms and facilities, opened by a leader through the door a real one would use (RD-20)."""

from collections.abc import Callable

from .opening import Operator, sample


def open_facilities(operator: Operator, tell: Callable[[str], None]) -> None:
    book = sample("facilities.json")
    site = operator.sites[book["site"]]
    leader = operator.with_role("manager", site)
    for facility in book["facilities"]:
        leader.post("/intake/api/v1/facilities", {**facility, "site_id": site})
    tell(f"facilities.json: {len(book['facilities'])} rooms and facilities")

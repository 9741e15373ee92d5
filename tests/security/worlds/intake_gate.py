"""Intake's things at the gate and in the house: pass, visitor, material, parcel, slip, guests, a booked room."""

from datetime import UTC, datetime, timedelta

from tests.security.worlds import taken

ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]


def tomorrow(hour: int = 0) -> str:
    """A full hour of tomorrow, by UTC and by the site's clock alike."""
    day = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (day + timedelta(hours=hour)).isoformat()


def build(chief, site_id, unit, word: str) -> dict:
    of_site, of_unit = {"site_id": str(site_id)}, {"unit_id": str(unit)}
    made = {
        "pass_id": ("/release-passes", {**of_unit, "purpose": "goods", "items": [{"name": word}]}),
        "visitor_id": ("/visitors", {**of_site, **of_unit, "name": word, "purpose": word, "phone": "13812345521"}),
        "enquiry_id": ("/gate-enquiries", {**of_unit, "what": word}),
        "parcel_id": ("/parcels", {**of_unit, "what": word}),
        "facility_id": ("/facilities", {**of_site, **FACILITY, "code": "M1", "name_zh": word}),
        "slip_id": ("/slips", {**of_site, **BETWEEN, "subject": word, "text": word}),
        "reception_id": ("/receptions", {**of_site, **GUESTS, "title": word, "arrives_at": tomorrow()}),
    }
    ids = {name: taken(chief.post(path, json=asked))["id"] for name, (path, asked) in made.items()}
    span = {"starts_at": tomorrow(), "ends_at": tomorrow(1), "for_name": word, **of_unit}
    booking = taken(chief.post("/bookings", json={"facility_id": ids["facility_id"], **span}))
    return {**ids, "booking_id": booking["id"]}


FACILITY = {"name_en": "Room", "kind": "meeting_room", "hours": ALWAYS, "price_per_hour": "80.00"}
BETWEEN = {"from_department": "customer_service", "to_department": "engineering"}
GUESTS = {"kind": "guests", "guests": "x", "people": 3, "place": "x"}
OF_SITE = (
    "passes_pages.request_pass", "visitors_pages.register_visitor", "visitors_pages.ask_desk",
    "parcels_pages.receive_parcel", "bookings_pages.book", "bookings_pages.open_facility", "slips_pages.send_slip",
    "receptions_pages.plan_reception",
)  # fmt: skip
BODIES = {
    **{name: lambda i: {"site_id": str(i["site_id"])} for name in OF_SITE},
    "release passes.request_pass": lambda i: {
        "unit_id": str(i["unit_id"]), "purpose": "goods", "items": [{"name": "Sofa"}],
    },
    "release passes.confirm_pass": lambda i: {"how": "written", "name": "Somebody"},
    "visitors.register_visitor": lambda i: {
        "site_id": str(i["site_id"]), "unit_id": str(i["unit_id"]), "name": "Somebody", "purpose": "x",
    },
    "gate book.ask_desk": lambda i: {"unit_id": str(i["unit_id"]), "what": "Floor boards"},
    "gate book.receive_parcel": lambda i: {"unit_id": str(i["unit_id"])},
    "gate book.collect_parcel": lambda i: {"collected_by": "Somebody", "signed": True},
    "bookings.open_facility": lambda i: {
        "site_id": str(i["site_id"]), "code": "M2", "name_zh": "二号", **FACILITY,
    },
    "bookings.book_facility": lambda i: {
        "facility_id": i["facility_id"], "starts_at": tomorrow(3), "ends_at": tomorrow(4), "for_name": "x",
    },
    "slips.send_slip": lambda i: {"site_id": str(i["site_id"]), **BETWEEN, "subject": "x", "text": "x"},
    "receptions.plan_reception": lambda i: {
        "site_id": str(i["site_id"]), **GUESTS, "title": "x", "arrives_at": tomorrow(),
    },
    "receptions.check_line": lambda i: {"code": "room", "ok": True},
}  # fmt: skip

"""The doors of staff for programs."""

from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import Page, keyset

from . import queries, schemas, usecases
from .models import Staff
from .usecases import IMPORTERS, LEADERS

OFFICE = ("desk", "night_duty", "technician", "area_manager", "supervisor", "manager", "head_office", "admin")
ON_DUTY = ("technician", *LEADERS)

staff = Room("staff", __name__, description="Technicians and other posts: trades, certificates, shifts, duty")


@staff.post(
    "/staff/imports",
    allow=IMPORTERS,
    body=schemas.ImportStaff,
    query=schemas.ImportQuery,
    answer=schemas.ImportReport,
    large=True,
)
def import_staff(asked, how):
    """Bring in a list of staff; the same list again changes nothing."""
    with work() as w:
        return usecases.import_staff(w, asked["staff"], **how)


@staff.get("/staff", allow=OFFICE, query=schemas.StaffQuery, answer=schemas.StaffView, page=True)
def staff_list(asked):
    """Everybody who serves a site of yours."""
    with reading() as session:
        found = keyset(session, queries.staff_list(principal().sites, asked), (Staff.code,), asked, descending=False)
        return Page(queries.with_loads(session, found.items), found.next)


@staff.get("/staff/<uuid:staff_id>", allow=OFFICE, answer=schemas.StaffView)
def one_of_the_staff(staff_id):
    """One person with certificates, shifts and load."""
    with reading() as session:
        return queries.with_loads(session, [queries.find_staff(session, staff_id)])[0]


@staff.post("/staff/<uuid:staff_id>/duty", allow=ON_DUTY, body=schemas.SetDuty, answer=schemas.StaffView)
def set_duty(asked, staff_id):
    """Come on duty, or go off it."""
    with work() as w:
        person = usecases.set_duty(w, queries.find_staff(w.session, staff_id), asked["on"])
        return queries.with_loads(w.session, [person])[0]

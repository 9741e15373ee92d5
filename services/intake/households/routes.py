"""Programs' doors to the files of households."""

from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, usecases
from .models import Household, HouseholdReading
from .schemas import (
    AddPerson,
    AmendPerson,
    HouseholdLine,
    HouseholdQuery,
    HouseholdView,
    OpenHousehold,
    PersonView,
    ReadingView,
    ReviewHousehold,
)

households = Room("households", __name__, description="One file per household (RF-1, RF-6)")

READERS = queries.READERS


@households.get("/households", allow=READERS, query=HouseholdQuery, answer=HouseholdLine, page=True)
def list_households(asked):
    """Find files by site, unit, phone or name; the list itself shows nobody's data."""
    with reading() as session:
        return keyset(session, queries.households(asked), (Household.id,), asked, descending=False)


@households.post("/households", allow=usecases.KEEPERS, body=OpenHousehold, answer=HouseholdView, status=201)
def open_household(asked):
    with work() as w:
        return usecases.open_household(w, **asked)


@households.get("/households/<uuid:household_id>", allow=READERS, answer=HouseholdView)
def show_household(household_id):
    """The whole file. That you read it is written down."""
    with work() as w:
        return usecases.read_household(w, household_id)


@households.post(
    "/households/<uuid:household_id>/people", allow=usecases.KEEPERS, body=AddPerson, answer=PersonView, status=201
)
def add_person(asked, household_id):
    with work() as w:
        return usecases.add_person(w, household_id, **asked)


@households.post(
    "/households/<uuid:household_id>/review", allow=usecases.KEEPERS, body=ReviewHousehold, answer=HouseholdView
)
def review_household(asked, household_id):
    """The whole file was gone through and is right (RF-1)."""
    with work() as w:
        household = queries.find_household(w.session, household_id)
        check_version(household)
        return usecases.review_household(w, household)


@households.patch("/people/<uuid:person_id>", allow=usecases.KEEPERS, body=AmendPerson, answer=PersonView)
def amend_person(asked, person_id):
    with work() as w:
        person = queries.find_person(w.session, person_id)
        check_version(person)
        asked.pop("version", None)
        return usecases.amend_person(w, person, **asked)


@households.get(
    "/households/<uuid:household_id>/readings",
    allow=("supervisor", "manager", "head_office", "admin"),
    answer=ReadingView,
    page=True,
)
def list_readings(asked, household_id):
    """Who read or changed this file (RF-6)."""
    with reading() as session:
        queries.find_household(session, household_id)
        return keyset(session, queries.readings_of(household_id), (HouseholdReading.at, HouseholdReading.id), asked)

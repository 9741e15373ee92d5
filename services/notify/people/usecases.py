"""Everything notify does with people: keep how they are reached."""

from sqlalchemy import delete, select

from services.notify.copies import newest

from .models import Contact, Household


def learn_contacts(work, events) -> None:
    """A newer list of a household's people replaces the older one whole; people who left are forgotten."""
    told = newest([{"id": e.data["household_id"], "heard_version": e.data["version"], "event": e} for e in events])
    held = {row.id: row for row in work.session.scalars(select(Household).where(Household.id.in_(told)))}
    fresh = [t for key, t in told.items() if key not in held or t["heard_version"] > held[key].heard_version]
    work.session.execute(delete(Contact).where(Contact.household_id.in_([t["id"] for t in fresh])))
    for fact in fresh:
        household = held.get(fact["id"]) or Household(id=fact["id"], site_id=fact["event"].site_id)
        household.heard_version, household.unit_id = fact["heard_version"], fact["event"].data["unit_id"]
        work.session.add(household)
        work.session.add_all(_contact(fact["event"], person) for person in fact["event"].data["people"])


def _contact(event, person: dict) -> Contact:
    return Contact(
        site_id=event.site_id,
        household_id=event.data["household_id"],
        unit_id=event.data["unit_id"],
        person_id=person["person_id"],
        name=person["name"],
        role=person["role"],
        phone=person.get("phone"),
        email=person.get("email"),
        language=person["language"],
        channels=person["channels"],
        opted_out=person["opted_out"],
    )

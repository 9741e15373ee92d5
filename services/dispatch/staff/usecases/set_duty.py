"""Coming on duty and going off it: only who is on duty is given work (RW-2)."""

from services.dispatch.staff.models import Staff
from shared.errors import NotAllowed

LEADERS = ("desk", "night_duty", "area_manager", "supervisor", "manager", "admin")


def set_duty(work, person: Staff, on: bool) -> Staff:
    """People speak for themselves; the desk and those who lead a site of theirs may do it for them."""
    who = work.principal
    leads = any(who.may(place.at_site, *LEADERS) for place in person.places)
    if who.login != person.login and not leads:
        raise NotAllowed(f"Only {person.name}, or the desk or a leader of the site, may change this.")
    if person.on_duty != on:
        person.on_duty, person.duty_since = on, work.now if on else None
    return person

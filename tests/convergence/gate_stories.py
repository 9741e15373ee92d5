"""A day at the gate and in the house: a visitor, a parcel, a pass, material, a late slip, guests, a booked room."""

from datetime import timedelta

from services.intake.bookings import usecases as bookings
from services.intake.bookings.models import Booking, Facility, FacilityKind
from services.intake.directory.models import Site, Unit
from services.intake.passes import usecases as passes
from services.intake.passes.models import ConsentHow, Purpose, ReleasePass
from services.intake.receptions.models import ReceptionKind
from services.intake.receptions.usecases import plan_reception
from services.intake.slips.usecases import issue_summary, send_slip
from services.intake.visitors import usecases as visitors
from services.intake.visitors.enquiries import GateEnquiry
from shared.testing.people import ADMIN

HOUR = timedelta(hours=1)
ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from_": "00:00", "to": "24:00"}]


def a_day_at_the_gate(stage) -> None:
    unit = stage.look("intake", Unit)[0].id
    desk = lambda deed: stage.act("intake", "desk", deed)  # noqa: E731
    who = {"name": "赵强", "purpose": "送家具", "people": 1}
    desk(lambda work: visitors.register_visitor(work, stage.site, unit_id=unit, **who))
    desk(lambda work: visitors.receive_parcel(work, unit, carrier="SF", shelf="A3"))
    desk(lambda work: visitors.ask_desk(work, unit, what="木地板 40 箱"))
    (enquiry,) = stage.look("intake", GateEnquiry)
    desk(lambda work: visitors.refuse_enquiry(work, work.session.get(GateEnquiry, enquiry.id), "未办理装修审批"))
    things = [{"name": "沙发", "quantity": 2}]
    desk(lambda work: passes.request_pass(work, unit, Purpose.GOODS, things))
    (held,) = stage.look("intake", ReleasePass)
    said = {"how": ConsentHow.WRITTEN, "name": "陈静"}
    desk(lambda work: passes.confirm_pass(work, work.session.get(ReleasePass, held.id), **said))
    desk(lambda work: passes.use_pass(work, work.session.get(ReleasePass, held.id), "东门"))


def a_day_in_the_house(stage) -> None:
    now = stage.moment.now
    between = {"from_department": "customer_service", "to_department": "engineering"}
    slip = {**between, "subject": "地库照明", "text": "灯不亮", "due_at": now + HOUR}
    stage.act("intake", "desk", lambda work: send_slip(work, stage.site, **slip))
    guests = {"kind": ReceptionKind.GUESTS, "title": "调研", "guests": "王主任一行", "people": 8, "place": "一号会议室"}
    stage.act("intake", "desk", lambda work: plan_reception(work, stage.site, now + HOUR, **guests))
    stage.moment.advance(2 * 3600)
    stage.clock()
    stage.act("intake", ADMIN, lambda work: issue_summary(work, work.session.get(Site, stage.site)))


def a_room_is_booked(stage) -> None:
    names = {"name_zh": "一号会议室", "name_en": "Meeting room 1", "kind": FacilityKind.MEETING_ROOM}
    price = {"price_per_hour": 80, "deposit": 0, "slot_minutes": 60, "longest_minutes": 480, "ahead_days": 60}
    rule = {"cancel_hours": 24, "cancel_percent": 50, "active": True}
    facts = {**names, **price, **rule}
    stage.act("intake", "super", lambda work: bookings.open_facility(work, stage.site, "M1", ALWAYS, **facts))
    (room,) = stage.look("intake", Facility)
    unit = stage.look("intake", Unit)[0].id
    starts = (stage.moment.now + 2 * HOUR).replace(minute=0, second=0, microsecond=0)
    span = {"starts_at": starts, "ends_at": starts + HOUR, "unit_id": unit, "for_name": "陈静"}
    stage.act("intake", "desk", lambda work: bookings.book_facility(work, room.id, **span))
    (booking,) = stage.look("intake", Booking)
    stage.moment.advance(2 * 3600)
    stage.act("intake", "desk", lambda work: bookings.finish_booking(work, work.session.get(Booking, booking.id)))


STORIES = (a_day_at_the_gate, a_day_in_the_house, a_room_is_booked)

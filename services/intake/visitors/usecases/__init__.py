"""What can be done at the gate, a file for visitors, enquiries, parcels."""

from .enquiries import approve_enquiry, ask_desk, let_in, refuse_enquiry, withdraw_enquiry
from .hosts import contact_host, take_message, welcome_visitor
from .parcels import chase_parcel, chase_when_due, collect_parcel, receive_parcel, return_parcel
from .register_visitor import arrive, register_visitor
from .visits import admit_visitor, cancel_visit, miss_visit, see_off, turn_away

__all__ = [
    "admit_visitor",
    "approve_enquiry",
    "arrive",
    "ask_desk",
    "cancel_visit",
    "chase_parcel",
    "chase_when_due",
    "collect_parcel",
    "contact_host",
    "let_in",
    "miss_visit",
    "receive_parcel",
    "refuse_enquiry",
    "register_visitor",
    "return_parcel",
    "see_off",
    "take_message",
    "turn_away",
    "welcome_visitor",
    "withdraw_enquiry",
]

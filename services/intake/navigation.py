"""Where people go in intake: the places of the navigation, each for who has business there."""

from shared.web.pages import Entry

from .bookings.models import READERS as BOOKING_READERS
from .calls.pages import READERS as PLATFORM_READERS
from .directory.imports.shelf import WRITERS as IMPORTERS
from .duty.routes import READERS as DUTY_READERS
from .households.queries import READERS as FILE_READERS
from .keys.routes import READERS as KEY_READERS
from .passes.models import GATE
from .passes.models import READERS as PASS_READERS
from .procedures.states import READERS as PROCEDURE_READERS
from .receptions.models import READERS as RECEPTION_READERS
from .slips.models import READERS as SLIP_READERS
from .tickets.lifecycle import DESK, READERS

PLACES = (
    Entry("/tickets", "Tickets", READERS, order=20, key="t", main=True, icon="list"),
    Entry("/calls", "Calls", DESK, order=22, key="c"),
    Entry("/integrations", "Platforms", PLATFORM_READERS, order=80),
    Entry("/incidents", "Outages", READERS, order=24, key="o"),
    Entry("/households", "Household files", FILE_READERS, order=24, key="h"),
    Entry("/keys", "Keys and cards", KEY_READERS, order=26, key="k"),
    Entry("/directory/imports", "Import a register", IMPORTERS, order=80),
    Entry("/procedures", "Procedures", PROCEDURE_READERS, order=28, key="p"),
    Entry("/duty", "Duty", DUTY_READERS, order=15, key="d"),
    Entry("/gate", "Gate", GATE, order=60, main=True, icon="check"),
    Entry("/slips", "Slips", SLIP_READERS, order=68),
    Entry("/receptions", "Receptions", RECEPTION_READERS, order=67),
    Entry("/bookings", "Rooms", BOOKING_READERS, order=66),
    Entry("/passes", "Passes", PASS_READERS, order=64),
    Entry("/visitors", "Visitors", PASS_READERS, order=61, main=True, icon="people"),
    Entry("/parcels", "Parcels", PASS_READERS, order=62, main=True, icon="list"),
)

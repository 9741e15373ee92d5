"""Intake's table of contents: every door of every room, one a line; time's doors stand in clocks.py."""

from shared.service import Service
from shared.web.pages.naming import top_bar_name

from .accounts.authenticators import by_api_key
from .accounts.commands import found_operator
from .accounts.pages import pages as accounts_pages
from .accounts.routes import accounts
from .attachments.pages import pages as attachments_pages
from .attachments.routes import attachments
from .bookings.pages import pages as bookings_pages
from .bookings.routes import bookings
from .calls.event_routes import cloud_events, handshake
from .calls.pages import pages as calls_pages
from .calls.profile_pages import pages as profile_pages
from .calls.profile_routes import profiles
from .calls.routes import calls
from .chronicle.handlers import handlers as chronicle_handlers
from .chronicle.routes import chronicle
from .clocks import CLOCKS
from .cti.pages import pages as cti_pages
from .cti.routes import cti, exchange
from .directory.import_pages import pages as import_pages
from .directory.import_routes import directory
from .directory.queries import site_names
from .duty.commands import verify_duty_log
from .duty.gate_pages import pages as duty_gate_pages
from .duty.gate_routes import handovers
from .duty.pages import pages as duty_pages
from .duty.told import duty
from .emergencies.pages import pages as emergencies_pages
from .emergencies.routes import emergencies
from .guides.routes import guides
from .households.file_routes import households
from .households.month_routes import registers
from .households.pages import pages as households_pages
from .households.register_pages import pages as registers_pages
from .incidents.pages import pages as incidents_pages
from .incidents.routes import incidents
from .keys.pages import pages as keys_pages
from .keys.routes import keys
from .keys.thing_pages import pages as key_things_pages
from .keys.thing_routes import things
from .models import Base
from .move_ins.pages import pages as move_ins_pages
from .move_ins.routes import move_ins
from .navigation import PLACES
from .open311.routes import open311
from .passes.gate_pages import pages as gate_pages
from .passes.pages import pages as passes_pages
from .passes.routes import passes
from .procedures.finding_routes import findings
from .procedures.handlers import handlers as procedures_handlers
from .procedures.pages import pages as procedures_pages
from .procedures.part_pages import pages as procedure_parts
from .procedures.routes import procedures
from .quick_entry.pages import pages as quick_entry_pages
from .quick_entry.routes import quick_entry
from .receptions.pages import pages as receptions_pages
from .receptions.routes import receptions
from .renovations.pages import pages as renovations_pages
from .renovations.routes import renovations
from .search.commands import index_tickets
from .settings import IntakeSettings
from .slips.pages import pages as slips_pages
from .slips.routes import slips
from .tickets.handlers import handlers as tickets_handlers
from .tickets.pages import pages as tickets_pages
from .tickets.routes import tickets
from .visitors.book_routes import gate_book
from .visitors.pages import pages as visitors_pages
from .visitors.parcel_pages import pages as parcels_pages
from .visitors.routes import visitors

service = Service(
    name="intake",
    settings=IntakeSettings,
    metadata=Base.metadata,
    routes=(
        directory,
        guides,
        quick_entry,
        households,
        registers,
        keys,
        things,
        accounts,
        tickets,
        calls,
        cloud_events,
        profiles,
        cti,
        chronicle,
        duty,
        handovers,
        emergencies,
        incidents,
        attachments,
        passes,
        procedures,
        findings,
        renovations,
        move_ins,
        visitors,
        gate_book,
        bookings,
        slips,
        receptions,
    ),
    pages=(
        open311,
        exchange,
        handshake,
        calls_pages,
        profile_pages,
        cti_pages,
        accounts_pages,
        import_pages,
        quick_entry_pages,
        tickets_pages,
        households_pages,
        registers_pages,
        keys_pages,
        key_things_pages,
        duty_pages,
        duty_gate_pages,
        passes_pages,
        visitors_pages,
        bookings_pages,
        slips_pages,
        receptions_pages,
        parcels_pages,
        gate_pages,
        emergencies_pages,
        incidents_pages,
        attachments_pages,
        procedures_pages,
        procedure_parts,
        renovations_pages,
        move_ins_pages,
    ),
    handlers=(
        chronicle_handlers,
        tickets_handlers,
        procedures_handlers,
    ),
    clocks=CLOCKS,
    commands={
        "found-operator": found_operator,
        "index-tickets": index_tickets,
        "verify-duty-log": verify_duty_log,
    },
    authenticators=(by_api_key,),
    site_name=top_bar_name(site_names),
    navigation=PLACES,
)

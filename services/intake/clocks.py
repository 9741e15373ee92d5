"""Intake's doors for time: the clock of every room that has one, one a line."""

from .accounts.clock import clock as accounts
from .attachments.clock import clock as attachments
from .bookings.clock import clock as bookings
from .calls.clock import clock as calls
from .cti.clock import clock as cti
from .directory.clock import clock as directory
from .duty.clock import clock as duty
from .emergencies.clock import clock as emergencies
from .households.clock import clock as households
from .incidents.clock import clock as incidents
from .keys.clock import clock as keys
from .open311.clock import clock as open311
from .passes.clock import clock as passes
from .procedures.clock import clock as procedures
from .receptions.clock import clock as receptions
from .slips.clock import clock as slips
from .tickets.clock import clock as tickets
from .visitors.clock import clock as visitors

CLOCKS = (
    accounts,
    directory,
    households,
    keys,
    calls,
    cti,
    open311,
    tickets,
    duty,
    emergencies,
    incidents,
    attachments,
    passes,
    procedures,
    visitors,
    bookings,
    slips,
    receptions,
)

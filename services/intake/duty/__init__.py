"""Duty round the clock: the log, the shifts, the handover between them, what is told of the day (RD-1, RD-3, RD-7)."""

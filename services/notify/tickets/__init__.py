"""Tickets: own copies of what notify needs to know of a ticket."""

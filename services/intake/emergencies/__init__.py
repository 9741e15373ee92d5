"""Emergencies: who is called in which order, every minute of it written down, the leaders told at once (RD-17)."""

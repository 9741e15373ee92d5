"""Intake: everything that reaches the property office, and the places and people it is about."""

"""Dispatch: who does the work, and how far it has come."""

"""Meetings and important guests, received by a work sheet (RD-19)."""

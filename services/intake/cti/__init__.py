"""What the telephone tells: every call on one log, whoever tells it and in whatever order (RD-2, RD-3)."""

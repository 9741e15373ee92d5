"""Mass outages: many tickets, one cause, one message to everybody who called, one close (RD-17)."""

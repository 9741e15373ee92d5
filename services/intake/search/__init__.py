"""Finding a ticket by whatever somebody remembers of it: one box, one statement, the newest first (RD-13)."""

"""Money that came in: allocated, receipted by number, reversed with a reason (RB-6)."""

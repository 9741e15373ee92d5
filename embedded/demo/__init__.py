"""A day of the centre, played over its public doors: callers, desk, technicians, cashier and the outside world."""

"""Information slips: a message from one department to another, followed until it is closed (RD-12)."""

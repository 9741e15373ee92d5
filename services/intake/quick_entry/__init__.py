"""A call is written down by keyboard: the caller's card fills in while typing, what is missing is asked for (RD-2)."""

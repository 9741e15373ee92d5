"""Item-release passes: goods leave the gate only with a pass that the owner confirmed, and each only once (RD-15)."""

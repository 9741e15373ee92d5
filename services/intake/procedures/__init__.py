"""Long procedures as data: steps with who, proof, event, order and deadline; none is skipped silently (RM-1, RM-8)."""

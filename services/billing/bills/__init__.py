"""Bills whose lines explain themselves, and what may happen to a bill (RB-1, RB-5)."""

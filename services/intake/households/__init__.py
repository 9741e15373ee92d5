"""One file per unit: who lives there, in which role, and how they are reached (RF-1, RF-6)."""

"""One timeline per ticket and per unit, fed by the events of all four services (RF-3)."""

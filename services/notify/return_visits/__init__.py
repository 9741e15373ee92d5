"""Return visits: every resident is asked whether the work is good (RV-1 to RV-3)."""

"""Bulk move-in: a whole building at once by the same steps, and how far it has come (RM-2)."""

"""Renovation beyond its steps: the workers and their passes, closed-water tests, the permit on paper (RM-4 to RM-6)."""

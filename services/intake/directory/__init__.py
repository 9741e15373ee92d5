"""Operators, sites, buildings, units and categories: where things happen and what they are called (RO-1, RD-1)."""

"""Dispatch's own copy of sites, units and households, as intake last announced them."""

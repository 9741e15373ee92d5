"""Billing's own copies of sites, units and households, as intake announced them."""

"""The double-entry journal: every amount ends here, and nothing in it is ever altered (RB-5)."""

"""A register of places arrives as a spreadsheet or as JSON; every row is answered, good or not (RO-4)."""

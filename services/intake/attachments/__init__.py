"""Pictures, papers and recordings that belong to a ticket: shown as what they are, never run (services.md §1)."""

"""Who may come in: people by password, platforms by key, each only where they were let (RO-1)."""

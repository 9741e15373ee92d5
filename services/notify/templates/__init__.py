"""Templates: what is said, per kind, channel, language and site (RV-5)."""

"""Webhooks: platforms hear of each change of their tickets, signed and in order (RV-9)."""

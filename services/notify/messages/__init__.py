"""Messages: everything a customer or a supervisor is told, once (RV-5)."""

"""How events leave a service, travel, arrive, and are handled exactly once."""

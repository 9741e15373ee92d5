"""Promises between the services, and the plumbing that keeps them. No business word lives here outside `contracts/`."""

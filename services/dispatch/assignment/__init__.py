"""Assignment: who fits an order best, and why."""

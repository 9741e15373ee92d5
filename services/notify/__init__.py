"""Notify: what customers and platforms are told, and what customers answer when asked."""

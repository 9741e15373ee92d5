"""The gate's book: who comes and goes, what may come in, what was handed in for a unit (RD-11, RD-14, RD-16)."""

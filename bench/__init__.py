"""Benchmarks: each prints a ratio measured within one run, against a floor or a peer. They never fail a build."""

"""Keys, cards and other things that are lent and counted (RF-4), and what customers leave at the desk (RF-7)."""

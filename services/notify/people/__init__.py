"""People: how the people of a household are reached, heard from intake (RF-6)."""

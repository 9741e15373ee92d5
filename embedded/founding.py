"""The first start: an operator and its admin, whose password is shown once and written down nowhere."""

FOUND = "found"

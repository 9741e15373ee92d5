"""The doors for programs and people: everything about HTTP that all four services share."""

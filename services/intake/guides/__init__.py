"""What the agent says and asks, by kind of request: opening line, questions, and what is read back (RD-18)."""

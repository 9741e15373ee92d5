"""Work orders: what has to be done, by whom, how far it has come, and what it will cost."""

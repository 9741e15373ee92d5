"""Meeting rooms and common facilities, booked without overlap, with price, deposit and a cancellation rule (RD-20)."""

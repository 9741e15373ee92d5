"""Stage two: what the services need around them when each runs in containers of its own."""

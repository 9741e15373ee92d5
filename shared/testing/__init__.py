"""What the tests of every service stand on: people, databases, and events that come through the real door."""

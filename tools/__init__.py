"""Tools of the workshop: not part of any service."""

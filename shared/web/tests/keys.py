"""One pair of keys for all tests of the doors."""

from shared.web import tokens

KEYS = tokens.generate_keys()

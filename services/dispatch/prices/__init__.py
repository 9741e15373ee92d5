"""Dispatch's own copy of the published price list of paid services."""

"""Writes of the shared work, a file for each purpose."""

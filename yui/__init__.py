"""Yui (結): a town raises its own digital people and gets its digital work done by them."""

__version__ = "0.1.0"

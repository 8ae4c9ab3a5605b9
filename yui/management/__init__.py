"""Commands for developers, through manage.py."""

"""`python -m yui` is the `yui` command."""

from yui.cli import app

app()

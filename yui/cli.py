"""The `yui` command. Django is loaded only by the commands that need it."""

import os
from typing import Annotated

import typer

from yui.digitise.command import digitise
from yui.house.commands import COMMANDS

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Yui (結): a town raises its own digital people and gets its digital work done by them.",
)
app.command()(digitise)
for command in COMMANDS:
    app.command()(command)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.settings")
    import django

    django.setup()


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option(help="Fill an empty database with a demonstration town.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    read: Annotated[bool, typer.Option(help="Read scans in a process beside the server.")] = True,
) -> None:
    """Start the web product; without YUI_DATABASE_URL on the embedded database."""
    if demo:
        os.environ["YUI_DEMO"] = "true"
    _django()
    from yui.house import serving

    serving.serve(host=host, port=port, demo=demo, read=read)


@app.command(hidden=True)
def reader() -> None:
    """Read waiting scans until the parent process ends."""
    _django()
    from yui.house import serving

    serving.read_while_parent_lives()

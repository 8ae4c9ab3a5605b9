"""Where an installation keeps what it knows, and the trouble that one line can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Unusable(Exception):
    """What was asked cannot be done; the text is the one line that says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach a PostgreSQL database; the password is kept apart from what may be shown."""

    options: Mapping[str, str]
    password: str = ""

    @property
    def address(self) -> str:
        """What PostgreSQL's own tools take as the name of a database."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(**self.options)

    def environment(self) -> dict[str, str]:
        """The password for the tools; on a command line everybody could read it."""
        return {"PGPASSWORD": self.password} if self.password else {}


@dataclass(frozen=True, slots=True)
class Installation:
    """The folder of an installation, its files, and its database: a file or a server."""

    home: Path
    files: Path
    database: Path | Server


def here() -> Installation:
    """Return the installation that the settings describe."""
    from django.conf import settings

    database: Any = settings.DATABASES["default"]
    if settings.EMBEDDED:
        return Installation(settings.HOME, Path(settings.MEDIA_ROOT), Path(database["NAME"]))
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    options = database["OPTIONS"] | {
        name: database[key] for name, key in named.items() if database[key]
    }
    server = Server(options, database["PASSWORD"])
    return Installation(settings.HOME, Path(settings.MEDIA_ROOT), server)

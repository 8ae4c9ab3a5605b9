"""Where an installation keeps what it knows, and the trouble that one line can tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Unusable(Exception):
    """What was asked cannot be done; the text is the one line that says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach a PostgreSQL database."""

    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""

    def environment(self) -> dict[str, str]:
        """The variables by which PostgreSQL's own tools find it; no password on a command line."""
        found = {
            "PGDATABASE": self.name,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGHOST": self.host,
            "PGPORT": self.port,
        }
        return {name: value for name, value in found.items() if value}


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
    where = (
        Path(database["NAME"])
        if settings.EMBEDDED
        else Server(
            database["NAME"],
            database["USER"],
            database["PASSWORD"],
            database["HOST"],
            database["PORT"],
        )
    )
    return Installation(settings.HOME, Path(settings.MEDIA_ROOT), where)

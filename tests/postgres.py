"""A PostgreSQL that lives as long as a test run: `python -m tests.postgres COMMAND…`.

The command gets YUI_DATABASE_URL. The cluster listens on a socket inside its own folder and on no
port, so that runs beside each other never meet. PostgreSQL refuses to run as root; root runs it as
somebody else.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

OWNERS = ("postgres", "nobody")
MISSING = "PostgreSQL is missing: apt-get install postgresql (`make test` does it for root)."


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL."""

    folder: Path
    owner: pwd.struct_passwd | None

    def database(self, name: str) -> str:
        """Make an empty database and return its address."""
        _run(self.owner, [_program("createdb"), "-h", str(self.folder), "-U", "yui", name])
        return f"postgresql://yui@/{name}?{urlencode({'host': self.folder})}"


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """Start a cluster and stop it at the end.

    `durable` keeps what was confirmed through a kill; the ordinary suite is quicker without.
    """
    folder = Path(tempfile.mkdtemp(prefix="yui-pg-"))
    owner = _owner(folder)
    data = folder / "data"
    try:
        _run(owner, [_program("initdb"), "-D", str(data), "-U", "yui", "-A", "trust", "-N",
                     "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
        with (data / "postgresql.conf").open("a") as conf:
            conf.write("\n".join(_settings(folder, durable=durable)))
        _run(owner, [_program("pg_ctl"), "start", "-D", str(data), "-w", "-t", "60",
                     "-l", str(folder / "log")])  # fmt: skip
        try:
            yield Cluster(folder, owner)
        finally:
            _run(owner, [_program("pg_ctl"), "stop", "-D", str(data), "-m", "immediate"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, *, durable: bool) -> Iterator[str]:
    yield "listen_addresses = ''"
    yield f"unix_socket_directories = '{folder}'"
    yield "max_connections = 120"
    yield "timezone = 'UTC'"
    if not durable:
        yield from ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def _program(name: str) -> str:
    """Find a program of the newest PostgreSQL; Debian keeps them out of the PATH."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)
    search = os.pathsep.join([*map(str, newest), os.environ.get("PATH", "")])
    found = shutil.which(name, path=search)
    if found is None:
        raise SystemExit(MISSING)
    return found


def _owner(folder: Path) -> pwd.struct_passwd | None:
    """Give the folder to whoever runs the server; None means that we do."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    owner = next(names[name] for name in OWNERS if name in names)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner


def _run(owner: pwd.struct_passwd | None, command: Sequence[str]) -> None:
    """Run a program of PostgreSQL quietly; its words come out only when it fails."""
    user, group = (None, None) if owner is None else (owner.pw_uid, owner.pw_gid)
    with tempfile.TemporaryFile() as words:
        # Not a pipe: the server inherits it and would keep it open.
        done = subprocess.run(
            command, check=False, stdout=words, stderr=words, cwd="/", user=user, group=group
        )
        if done.returncode:
            words.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{words.read().decode(errors='replace')}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as server:
        told = {**os.environ, "YUI_DATABASE_URL": server.database("yui")}
        finished = subprocess.run(sys.argv[1:], env=told, check=False)
    sys.exit(finished.returncode)

"""What a check looks at, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from yui.house.installation import Installation


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what mends it. One that is not serious is a warning."""

    check: str
    what: str
    mend: str
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at, and how closely."""

    where: Installation
    at: datetime
    every_file: bool = False


Check = Callable[[Scope], Iterable[Finding]]

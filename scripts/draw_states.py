"""Draws docs/reference/states.md from the dictionaries of transitions in the rules.

Run it after a change of those: `.venv/bin/python scripts/draw_states.py`.
"""

import sys
from collections.abc import Mapping, Set
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from yui.digitise.rules import PAGE_STEPS  # noqa: E402
from yui.work.rules import (  # noqa: E402
    JOB_STEPS,
    LEASE_STEPS,
    LOT_STEPS,
    ORDER_STEPS,
    TASK_STEPS,
)

PAGE = ROOT / "docs" / "reference" / "states.md"
HEAD = """# States

Drawn from `yui/work/rules.py` and `yui/digitise/rules.py` by `scripts/draw_states.py`; a test fails
when this page and the rules differ. The first state of each is where it begins; the words are in
the [glossary](../glossary.md).
"""
GRAPHS: Mapping[str, Mapping[StrEnum, Set[StrEnum]]] = {
    "Order (発注)": ORDER_STEPS,  # type: ignore[dict-item]
    "Job (作業)": JOB_STEPS,  # type: ignore[dict-item]
    "Task (作業単位)": TASK_STEPS,  # type: ignore[dict-item]
    "Lease (割り当て)": LEASE_STEPS,  # type: ignore[dict-item]
    "Lot (検査ロット)": LOT_STEPS,  # type: ignore[dict-item]
    "Page (ページ)": PAGE_STEPS,  # type: ignore[dict-item]
}


def drawing() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(_graph(name, steps) for name, steps in GRAPHS.items())])


def _graph(name: str, steps: Mapping[StrEnum, Set[StrEnum]]) -> str:
    first = next(iter(steps))
    lines = [f"## {name}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    for state, following in steps.items():
        # Kept in the order of the enum, so that the page is the same each time.
        lines += [f"    {state} --> {then}" for then in type(state) if then in following]
        lines += [] if following else [f"    {state} --> [*]"]
    return "\n".join([*lines, "```", ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(drawing())

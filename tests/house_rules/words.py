"""What makes a pair of words wrong."""

import re
from string import Formatter

JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
# What English may say in Japanese: the product's own name, that of the language, a printers' mark.
NAMES = re.compile("結|日本語|〓")


def wrong_with(ja: str, en: str) -> str | None:
    """Return what is wrong with words in both languages, or None."""
    if not ja.strip() or not en.strip():
        return "one language is missing"
    if JAPANESE.search(NAMES.sub("", en)):
        return "the English has Japanese in it"
    if _values(ja) != _values(en):
        return "the two languages show different values"
    return None


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

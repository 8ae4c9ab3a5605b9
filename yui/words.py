"""Words in both languages, side by side where they are used.

Japanese comes first and English beside it, so neither can be forgotten; docs/decisions/0002 says
why there are no message catalogues.
"""

from django.utils.functional import lazy
from django.utils.translation import get_language


def say(ja: str, en: str) -> str:
    """Return the words in the language of the present request."""
    return en if (get_language() or "ja").startswith("en") else ja


def _say(ja: str, en: str) -> str:
    return say(ja, en)


later = lazy(_say, str)
"""Like `say`, but decided when the words are shown: for form labels and choices."""

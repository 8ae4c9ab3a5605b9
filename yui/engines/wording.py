"""What a recogniser mixes up that the neighbouring characters decide."""

import re

_LOOKALIKES = str.maketrans("口力二八工夕卜千三", "ロカニハエタトチミ")
_DASH_AFTER_KATAKANA = re.compile(r"(?<=[ァ-ヺー])[一\-—―−–](?![0-9])")
_INSIDE_KATAKANA = re.compile(r"(?<=[ァ-ヺー])[口力二八工夕卜千三](?=[ァ-ヺー])")
_BEFORE_LONG_VOWEL = re.compile(r"[口力二八工夕卜千三](?=ー[ァ-ヺ])")
_CHOME = re.compile(r"(?<=[0-9])[JjT了](?=目)")
_SPECK_BEFORE_DASH = re.compile(r"(?<=[0-9])[.・](?=-)")
_SPECKS_AT_ENDS = re.compile(r"^[.、,・_]+|(?:[.,_]|[.・,、_]{2,})+$")


def mended(text: str) -> str:
    """Return the text with lookalikes put right where katakana or digits surround them."""
    text = _DASH_AFTER_KATAKANA.sub("ー", text)
    text = _INSIDE_KATAKANA.sub(lambda found: found[0].translate(_LOOKALIKES), text)
    text = _BEFORE_LONG_VOWEL.sub(lambda found: found[0].translate(_LOOKALIKES), text)
    return _SPECKS_AT_ENDS.sub("", text)


def mended_address(text: str) -> str:
    """Return an address with the block number (丁目) and dashes put right as well."""
    return mended(_SPECK_BEFORE_DASH.sub("", _CHOME.sub("丁", text)))

"""Characters that show nothing, as insides of character classes.

They are Unicode's Default_Ignorable_Code_Point, the annotation marks U+FFF9–FFFB, the control characters, and the empty
Braille pattern. White space is not among them.
"""

from __future__ import annotations

import re

CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
"""Control characters other than white space."""

IGNORED = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Zero-width characters, directions, soft hyphens, variation selectors, tags and the like."""

INVISIBLE = CONTROLS + IGNORED
"""What shows nothing and takes no room: it parts no word, and does not change one."""

FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a symbol that look like a space."""


def codes(inside: str) -> list[int]:
    """The code points of a character class."""
    return [
        code
        for first, last in re.findall(r"(.)(?:-(.))?", inside)
        for code in range(ord(first), ord(last or first) + 1)
    ]

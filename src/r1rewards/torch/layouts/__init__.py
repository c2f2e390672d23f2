"""A layout's check on token ids: what `Template.parse` says of the decoded text, without decoding it.

alphabet.py      a layout's symbols: all that its parser can tell apart in a text, with a text that shows each
asking.py        what a layout's own parser says of a string of symbols
backward.py      the machine that reads from right to left, made of the one that reads from left to right
folding.py       classes of tokens: tokens are one that do the same from every node of the scanner
functions.py     what strings of symbols do to a layout's machines
learning.py      machines that say of every string of symbols what a layout's parser says: learned by asking it
monoid.py        the functions on a machine's states that strings of symbols are, and a table of what two in a row are
reading.py       rows of ids through a layout's tables: verdicts, and places
scanning.py      rows of token classes through the tables, all at once
tables.py        the tables of a tokenizer and a layout, as arrays: built once, kept on disk, read on any device
token_format.py  whether completions keep to a layout, and where their parts are, on token ids
trie.py          a scanner of bytes: which symbols a text is, from left to right
"""

from r1rewards.torch.layouts.token_format import Faults, Spans, TokenFormat

__all__ = [
    "Faults",
    "Spans",
    "TokenFormat",
]

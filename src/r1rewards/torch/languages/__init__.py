"""Languages on token ids: what `language.proportion` says of the decoded text, nearly, without decoding it.

gram_scores.py     how badly each language explains pieces of words
groups.py          the languages of a table, by script, and how badly each explains each token
labelling.py       the language of each word in a row, by its neighbours too: the cheapest path, for all rows at once
labels.py          the language of each token of one script
neutral_bytes.py   a byte automaton of what is no language: code, mathematics, tags, addresses
neutral_tokens.py  what is no language, by tokens
reading.py         the words of rows of ids: how much each token counts, and what tells its language
repeats.py         how much the words of a row count together
rows.py            rows of ids, judged: the language of each token, and how many words it counts
table.py           the share of a language in rows of token ids, without decoding them
tensors.py         all that a language table is made of: as arrays, which are kept on disk, and as tensors on a device
token_words.py     what each token holds of words
"""

from r1rewards.torch.languages.table import LanguageTable

__all__ = [
    "LanguageTable",
]

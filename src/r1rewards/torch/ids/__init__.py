"""Token ids and what they stand for: batches in any shape, vocabularies, places of characters.

batch.py       the one way in for token ids, whatever shape a trainer has them in
cache.py       tables on disk
decoders.py    decoders of `tokenizers`, read as data
offsets.py     which characters of a text each of its tokens is
vocabulary.py  what each token id adds to the decoded text
"""

from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.offsets import token_offsets
from r1rewards.torch.ids.vocabulary import Vocabulary

__all__ = [
    "TokenBatch",
    "Vocabulary",
    "token_offsets",
]

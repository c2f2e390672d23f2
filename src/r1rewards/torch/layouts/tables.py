"""The tables of a tokenizer and a layout, as arrays: built once, kept on disk, read on any device."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from r1rewards.templates import FAULTS, Template
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.layouts.alphabet import Alphabet
from r1rewards.torch.layouts.folding import NOTHING, Classes, Folding
from r1rewards.torch.layouts.functions import Functions
from r1rewards.torch.layouts.learning import Learned, learn
from r1rewards.torch.layouts.trie import Trie

REVISION = 1
"""Goes up when tables that were kept on disk are no longer what is built."""

CODES = ("", *FAULTS)
"""The names of faults, by code: the first is none."""

Arrays = dict[str, np.ndarray]


def build(vocabulary: Vocabulary, template: Template) -> Arrays:
    """The tables, by name; N nodes, C classes, V ids, Q and P states of the machines, M functions.

    The last two classes are the token that adds nothing, and the end of the text; ids that the tokenizer does not know
    are of the former. With the prefix "valid_", they are for what is asked most; with "place_", for places.

    - class: int16[V + 1], of each id; leading: int16[V + 1], where it is the first, if that may be another.
    - plain, idle, between: int64[], up to which class they are so. A plain token leaves no word open, whatever was open
      before it; an idle one after it changes nothing, nor does one between it and an idle one; see `sparse`.
    - other: int64[], the class of any character.
    - following, complete: int16[N, C]; see `Classes`. functions: int16[N, C].
    - product: int16[M, M]; for places, one for each direction.
    - says: uint8[M], by the function of the whole text: 0 not well formed, 1 well formed, 2 undecided.
    - actions, reached: the states of the two machines by function and state; said: uint8[Q, 4], the fault's code,
      whether the reasoning and the answer are empty, and undecided; at, from: uint8[Q, P], a bit for each kind of
      place.
    - depth, rest, first: int16[N], of each node; first is the function of its symbol.
    - length: int16[V + 1], in bytes; raw: int16[V + 1], the byte of byte fallback; -1 for other
      ids, and -2 for those that the tokenizer does not know. strips: 0 or 1, whether a first space is dropped.

    Raises:
        RewardError: the token path cannot know the layout.
    """
    alphabet = Alphabet.of(template)
    learned = learn(template)
    trie = Trie(alphabet)
    functions = Functions(learned)
    folding = Folding(trie, functions.append, functions.prepend)
    classes = folding.classes_of([*vocabulary.pieces, b"", b"\xff"])
    leading = _leading(vocabulary, folding, classes)
    used, columns = np.unique(np.array([NOTHING, *classes, *leading]), return_inverse=True)
    made = folding.tables(used.tolist())
    of_id, of_leading = columns[1 : len(classes)], columns[1 + len(classes) :]
    other = columns[len(classes)]
    pairs = np.array(functions.pairs, np.int16)
    arrays: Arrays = {}
    numbered = {
        "valid": (functions.verdicts[made.functions], functions.absorbed()),
        "place": (made.functions.astype(np.int16), functions.absorbed_places()),
    }
    for name, (values, absorbs) in numbered.items():
        order, kept, counts = _columns(
            made, values, absorbs, columns[0], functions.between if name == "place" else None
        )
        arrays[f"{name}_class"] = order[of_id].astype(np.int16)
        if len(leading):
            arrays[f"{name}_leading"] = order[of_leading].astype(np.int16)
        arrays[f"{name}_other"] = np.array(order[other])
        arrays[f"{name}_nothing"] = np.array(len(kept) - 2)
        for group, count in zip(("plain", "idle", "between"), counts, strict=True):
            arrays[f"{name}_{group}"] = np.array(count)
        arrays[f"{name}_following"] = made.following[:, kept]
        arrays[f"{name}_functions"] = values[:, kept]
        arrays[f"{name}_complete"] = made.complete[:, kept]
    forward = pairs[arrays.pop("place_functions")]
    del arrays["valid_complete"]
    return arrays | {
        "valid_product": functions.verdict.product,
        "valid_says": functions.says[functions.verdict.actions[:, 0]],
        "place_forward": np.ascontiguousarray(forward[..., 0]),
        "place_backward": np.ascontiguousarray(forward[..., 1]),
        "forward_product": functions.forward.product,
        "backward_product": functions.backward.product,
        "actions": functions.forward.actions,
        "reached": functions.backward.actions,
        "said": _said(learned),
        "at": _bits(learned.side == 0),
        "from": _bits(learned.side >= 0),
        "depth": np.array(trie.depth, np.int16),
        "rest": np.array(trie.rest, np.int16),
        "first": np.array([functions.forward.symbols[symbol] for symbol in trie.symbol], np.int16),
        "chain": np.array(trie.chain),
        "strips": np.array(int(vocabulary.strips)),
        "length": np.array([*map(len, vocabulary.pieces), 0], np.int16),
        "raw": np.array([*_raw(vocabulary), -2], np.int16),
    }


def _columns(
    made: Classes,
    values: np.ndarray,
    absorbs: np.ndarray,
    nothing: int,
    bridges: Callable[[list[int], list[int], list[int]], list[int]] | None,
) -> tuple[np.ndarray, np.ndarray, tuple[int, int, int]]:
    """(the number of each class, the class of each number, where plain, idle and those between end).

    Classes that do the same are one.
    """
    end = made.following.shape[1] - 1
    columns = np.concatenate([made.following, values, made.complete]).T
    firsts: dict[bytes, int] = {}
    groups = np.array([firsts.setdefault(column.tobytes(), len(firsts)) for column in columns[:-1]])
    samples = np.unique(groups, return_index=True)[1]
    sizes = np.bincount(groups)
    does = values[0, samples].tolist()
    rooted = [group for group, column in enumerate(samples) if not made.following[0, column]]
    rooted = sorted((group for group in rooted if group != groups[nothing]), key=lambda group: -sizes[group])
    plain: list[int] = []
    for group in rooted:
        column = samples[group]
        chosen = [does[one] for one in (*plain, group)]
        if made.following[:, column].any() or (made.complete[1:, column] != -2).any():
            continue
        if absorbs[np.ix_(chosen, chosen)].all():
            plain.append(group)
    first = [does[group] for group in plain]
    idle = [group for group in rooted if first and group not in plain and absorbs[first, does[group]].all()]
    rest = [group for group in rooted if group not in plain and group not in idle]
    follow = [does[group] for group in (*plain, *idle)]
    allowed = bridges(first, follow, [does[group] for group in rest]) if bridges and first else []
    between = [group for group in rest if does[group] in allowed]
    known = {*plain, *idle, *between, int(groups[nothing])}
    others = [group for group in range(len(samples)) if group not in known]
    new = [*plain, *idle, *between, *others, int(groups[nothing])]
    order: np.ndarray = np.empty(len(new), np.int64)
    order[new] = np.arange(len(new))
    ends = len(plain), len(plain) + len(idle), len(plain) + len(idle) + len(between)
    return order[groups], np.array([*samples[new], end]), ends


def _leading(vocabulary: Vocabulary, folding: Folding, classes: list[int]) -> list[int]:
    """The class of each id where it is the first; nothing where that makes no difference."""
    pieces = dict(vocabulary.leading)
    if vocabulary.strips:
        pieces |= {number: piece[1:] for number, piece in enumerate(vocabulary.pieces) if piece.startswith(b" ")}
    if not pieces:
        return []
    found = classes[:-1]
    for number, leading in zip(pieces, folding.classes_of(pieces.values()), strict=True):
        found[number] = leading
    return found


def _raw(vocabulary: Vocabulary) -> Iterable[int]:
    for piece, raw, known in zip(vocabulary.pieces, vocabulary.fallback, vocabulary.known, strict=True):
        yield piece[0] if raw else -1 if known else -2


def _said(learned: Learned) -> np.ndarray:
    rows = [(CODES.index(said.label), *said.empty, said.undecided) for said in learned.outcomes]
    found: np.ndarray = np.array(rows, np.uint8)
    return found


def _bits(sides: np.ndarray) -> np.ndarray:
    """uint8[Q, P], a bit for each kind of place."""
    shifts: np.ndarray = np.arange(len(sides), dtype=np.uint8)[:, None, None]
    found: np.ndarray = (sides.astype(np.uint8) << shifts).sum(0).astype(np.uint8)
    return found

"""Short answers against golds: exact match and F1 by SQuAD's script, worked by hand from its definition, and why."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    text: str
    gold: Any
    exact: bool
    f1: float
    why: str
    fields: dict[str, str]


def case(text: str, gold: Any, exact: bool, f1: float, why: str, **fields: str) -> Case:
    return Case(text, gold, exact, f1, why, fields)


CASES = [
    # --- the official script: lower case, no punctuation, no articles, spaces fixed ----------------------------------
    case("Paris", "Paris", True, 1, "the same"),
    case("paris", "Paris", True, 1, "case does not count"),
    case("Paris.", "Paris", True, 1, "nor does punctuation"),
    case("the Eiffel Tower", "Eiffel Tower", True, 1, "nor do articles"),
    case("An apple a day", "apple day", True, 1, "all three of them, wherever they stand"),
    case("  Eiffel \n Tower ", "Eiffel Tower", True, 1, "nor does white space"),
    case("theatre", "atre", False, 0, "an article inside a word is none"),
    case("U.S.A.", "USA", True, 1, "punctuation goes without a space in its place"),
    case("well-known", "wellknown", True, 1, "hyphens too"),
    case("well-known", "well known", False, 0, "so that two words are not one"),
    case("A.N. Other", "Other", True, 1, "articles go after the punctuation, so that 'an' is one"),
    case("$400", "400", True, 1, "the dollar sign is ASCII punctuation"),
    case("€400", "400", False, 0, "the euro sign is none"),
    case("café", "cafe", False, 0, "accents count"),
    # --- F1: 2 * shared / (tokens of both) ---------------------------------------------------------------------------
    case("the city of Paris", "Paris", False, 0.5, "1 of 3 tokens: precision 1/3, recall 1"),
    case("Denver Broncos", "the Denver Broncos team", False, 0.8, "2 of 2 and 2 of 3"),
    case("Broncos Denver", "Denver Broncos", False, 1, "order does not count in F1"),
    case("a b b", "b b c", False, 0.8, "'a' is an article: 2 of 2 and 2 of 3"),
    case("b b b b", "b", False, 0.4, "a token that is said four times is shared once"),
    case("Rome", "Paris", False, 0, "nothing shared"),
    # --- any of several ----------------------------------------------------------------------------------------------
    case("NYC", ["New York", "NYC"], True, 1, "the second is right"),
    case("New York City", ["NYC", "New York"], False, 0.8, "the best of them counts"),
    case("1912", 1912, True, 1, "a number"),
    case("5", 5.0, True, 1, "a whole float is written without its point, which punctuation would make 50"),
    case("Saint Bernadette", {"text": ["Saint Bernadette", "Bernadette"]}, True, 1, "SQuAD's column as it stands"),
    case("Sunset Blvd", {"value": "Sunset Boulevard", "aliases": ["Sunset Blvd"]}, True, 1, "TriviaQA's too"),
    case("yes", ["", None, "yes"], True, 1, "members that cannot be used are left out"),
    # --- golds of which nothing is left: the official script calls any such answer right -----------------------------
    case("!", "?", False, 0, "another sign"),
    case("?", "?", True, 1, "the sign itself"),
    case("!", "The", False, 0, "the band The The is not a mark"),
    case("the", "The", True, 1, "the article itself"),
    case("The.", "The", True, 1, "punctuation still does not count beside it"),
    case("a", "The", False, 0, "another article"),
    # --- games -------------------------------------------------------------------------------------------------------
    case("Paris London Rome Berlin", "Paris", False, 0.4, "all candidates: the natural share"),
    case("<answer>Paris</answer><answer>Rome</answer>", "Paris", False, 2 / 3, "two answer elements are one text"),
    case("<answer>Paris</answer> and more words", "Paris", True, 1, "one answer element is the answer"),
    case("<answer>Paris</answer> so <answer>Paris</answer>", "Paris", True, 1, "the same twice is one"),
    case("<think>Paris</think>Rome", "Paris", False, 0, "reasoning does not count"),
    case("<think>Rome</think>Paris<|im_end|>", "Paris", True, 1, "an end-of-text token is no word"),
    # --- scripts without spaces --------------------------------------------------------------------------------------
    case("北京市", "北京", False, 0.8, "Chinese: each character is a token"),
    case("とうきょう", "とうきょう", True, 1, "kana"),
    case("กรุงเทพ", "กรุงเทพ", True, 1, "Thai"),
    # --- the wider form ----------------------------------------------------------------------------------------------
    case("«Paris»", "Paris", True, 1, "punctuation of any script", normalise="unicode"),
    case("«Paris»", "Paris", False, 0, "which the official script keeps"),
    case("Ｐａｒｉｓ。", "Paris", True, 1, "full-width letters", normalise="unicode"),
    case("Pa\u200bris", "Paris", True, 1, "a hidden character", normalise="unicode"),
    case("Straße", "STRASSE", True, 1, "case as Unicode folds it", normalise="unicode"),
    case("31.4", "3.14", False, 0, "the point in a number counts", normalise="unicode"),
    case("31.4", "3.14", True, 1, "and does not in the official script"),
    case("-5", "5", False, 0, "so does its sign", normalise="unicode"),
    case("1,000", "1000", True, 1, "commas between thousands do not", normalise="unicode"),
    case("10-12", "1012", True, 1, "a range is no sign", normalise="unicode"),
    case("3\ue0005", "3.5", False, 0, "a private character stands for nothing", normalise="unicode"),
    # --- none --------------------------------------------------------------------------------------------------------
    case(" Paris\n", "Paris", True, 1, "white space around it does not count", normalise="none"),
    case("paris", "Paris", False, 0, "case does", normalise="none"),
    case("the Paris", "Paris", False, 2 / 3, "articles do", normalise="none"),
    # --- claims ------------------------------------------------------------------------------------------------------
    case("It lies on the Seine. The answer is Paris.", "Paris", True, 1, "a claim in words", extract="claimed"),
    case("**Final answer:** the Eiffel Tower", "Eiffel Tower", True, 1, "a heading", extract="claimed"),
    case(r"So it is \boxed{Paris}.", "Paris", True, 1, "a box", extract="claimed"),
    case("The answer is Paris. The answer is Rome.", "Rome", False, 0, "the worst of two claims", extract="claimed"),
    case("The answer is Rome. Wait, the answer is Paris.", "Paris", True, 1, "a correction", extract="claimed"),
]

"""Constraints, texts, whether they are kept, and why: by hand, two for each rule at least, games among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Case(NamedTuple):
    constraint: Mapping[str, Any]
    text: str
    kept: bool
    why: str


def yes(text: str, why: str, rule: str, /, **arguments: Any) -> Case:
    return Case({"rule": rule, **arguments}, text, True, why)


def no(text: str, why: str, rule: str, /, **arguments: Any) -> Case:
    return Case({"rule": rule, **arguments}, text, False, why)


ZERO = "\u200b"
FILLER = "\u3164"
LETTER = "Dear all,\n\nthe shop is closed on Monday.\n\nYours, Ann"

CASES = [
    # --- words -------------------------------------------------------------------------------------------------------
    yes("one two three", "the bound itself is kept", "words", at_least=3),
    no("one two", "one short of the bound", "words", at_least=3),
    yes("one two", "the upper bound itself", "words", at_most=2),
    no("one two three", "one more than the upper bound", "words", at_most=2),
    yes("one two three", "a number alone", "words", exactly=3),
    no("one two three four", "a number alone, passed", "words", exactly=3),
    yes("one two three", "inside two bounds", "words", at_least=2, at_most=4),
    no(f"one {ZERO} {ZERO}{ZERO} \u2060 \ufeff", "zero-width characters are no words", "words", at_least=2),
    no(
        f"one {FILLER} \u2800 {FILLER}{FILLER}",
        "fillers are letters to Unicode and nothing to a reader",
        "words",
        at_least=2,
    ),
    no(f"one{FILLER}two{FILLER}three", "a filler parts words as the space that it looks like", "words", at_most=1),
    no("one -- ... *** !!! ___", "signs alone are no words", "words", at_least=2),
    no("one \u0301 \u0302 \u0303", "marks without a letter are no words", "words", at_least=2),
    yes("I don't know l'été", "an apostrophe parts no word", "words", exactly=4),
    yes("a well-known snake_case", "hyphens and underscores do", "words", exactly=5),
    yes("3.14 and 1,000", "a number is one word", "words", exactly=3),
    yes("我喜欢学习中文", "each Chinese character is a word", "words", exactly=7),
    yes("ภาษาไทยสวย", "a Thai run counts by its length", "words", at_least=2, at_most=4),
    yes("हिन्दी भाषा", "vowel signs belong to their word", "words", exactly=2),
    # --- sentences ---------------------------------------------------------------------------------------------------
    yes("It rains. We stay. Why not?", "three ends", "sentences", exactly=3),
    no("It rains. We stay.", "one short", "sentences", at_least=3),
    yes(
        "Dr. Lee met J. K. Rowling at 3.14 p.m. on Jan. 5. They talked.",
        "abbreviations, initials, numbers",
        "sentences",
        exactly=2,
    ),
    yes("See e.g. the book by Kim et al. on this.", "abbreviations in the middle", "sentences", exactly=1),
    yes(
        "The U.S. Army came. He lives in the U.S. He works.",
        "an abbreviation ends one before a word that begins one",
        "sentences",
        exactly=3,
    ),
    yes("Wait... what? Well… no!", "dots before a small letter end nothing", "sentences", exactly=2),
    yes('"Stop!" he said. "Go on."', "a mark in a quotation", "sentences", exactly=2),
    yes("今天下雨。我们在家！好吗？", "Chinese ends without spaces", "sentences", exactly=3),
    yes("# Rain\n\nIt rains a lot", "a heading is a sentence, and so is what has no full stop", "sentences", exactly=2),
    no(".... ... . ! ?", "dots without words are no sentences", "sentences", at_least=1),
    no("1. 2. 3. 4. 5.", "numbers of a list are none either", "sentences", at_least=2),
    no("A. B. C. D. E.", "single letters are none either", "sentences", at_least=3),
    no("It is so.It goes on.It never ends.", "a space left out hides no end", "sentences", at_most=2),
    no("this is one. this is two. this is three.", "small letters hide no end", "sentences", at_most=2),
    # --- paragraphs --------------------------------------------------------------------------------------------------
    yes(LETTER, "blank lines part them", "paragraphs", exactly=3),
    no("one\ntwo", "a line break alone parts none", "paragraphs", at_least=2),
    no(f"one\n\n{ZERO}\n\n---\n\n***", "nothing, and rules, are no paragraphs", "paragraphs", at_least=2),
    yes("one\r\n \r\ntwo", "line ends of any kind, blank lines with spaces", "paragraphs", exactly=2),
    yes("one\n***\ntwo", "a separator of one's own", "paragraphs", exactly=2, separator="***"),
    no("one\n***\n***\n***", "empty ones between separators", "paragraphs", at_least=2, separator="***"),
    # --- lines and characters ----------------------------------------------------------------------------------------
    yes("one\n\ntwo\nthree", "blank lines do not count", "lines", exactly=3),
    no("one\n-\n-\n.", "lines without a word are padding", "lines", at_least=2),
    no("one\u2028two\u2029three", "any line break breaks a line", "lines", at_most=2),
    yes("12345", "the bound itself", "characters", exactly=5),
    no("123456", "one more", "characters", at_most=5),
    no(f"12{ZERO * 50}", "what shows nothing is no character", "characters", at_least=3),
    no("1" + " " * 50 + "2", "a run of spaces is one", "characters", at_least=4),
    yes("a b c", "spaces left out", "characters", exactly=3, spaces=False),
    # --- bullets, numbered, headings, sections -----------------------------------------------------------------------
    yes("So:\n- one\n- two\n  * three", "marks of three kinds, one indented", "bullets", exactly=3),
    yes("• one\n• two", "the bullet sign", "bullets", exactly=2),
    no("-\n-\n-", "bullets without content", "bullets", at_least=1),
    no(f"- {ZERO}\n- ...\n* ***", "bullets with content that says nothing", "bullets", at_least=1),
    no("**bold** text\n---\n-5 degrees", "bold type, a rule and a minus are no bullets", "bullets", at_least=1),
    no("```\n- one\n- two\n```", "what is code is no list", "bullets", at_least=1),
    no("- one\n- two", "one short", "bullets", exactly=3),
    yes("1. one\n2. two\n3) three", "numbers that count up", "numbered", exactly=3),
    no("1. one\n1985. was a year", "a year is no item", "numbered", at_least=2),
    no("1.\n2.\n3.", "items without content", "numbered", at_least=1),
    yes("# One\n\ntext\n\n## Two", "two levels", "headings", exactly=2),
    no("#hashtag and\n# \ntext", "a tag, and a heading without words", "headings"),
    yes("Section 1\nrain\n\nSection 2\nsun", "numbers of their own", "sections", exactly=2),
    no("Section 1\nSection 2\nSection 3", "sections with nothing in them", "sections", at_least=2),
    no("Section 1\nrain\nSection 1\nrain", "the same section twice", "sections", at_least=2),
    yes("**PART I**\nrain\n**PART II**\nsun", "Roman numbers, bold type, case", "sections", marker="Part", at_least=2),
    # --- include -----------------------------------------------------------------------------------------------------
    yes("The Cat sat.", "case does not count", "include", phrases=["cat", "sat"]),
    no("The cat sat.", "each phrase must be there", "include", phrases=["cat", "dog"]),
    no("The concatenation", "a part of a word is no word", "include", phrases=["cat"]),
    yes("The concatenation", "unless parts will do", "include", phrases=["cat"], whole=False),
    yes("cat, cat; cat", "the bound itself", "include", phrases=["cat"], exactly=3),
    no("cat, cat", "one short", "include", phrases=["cat"], at_least=3),
    no("the cat", "case counts if asked", "include", phrases=["Cat"], case=True),
    yes("a red\n  cat", "any white space between words", "include", phrases=["red cat"]),
    yes("我喜欢猫。", "scripts without spaces have no whole words", "include", phrases=["猫"]),
    no("The с\u0430t sat.", "look-alike letters are not the word that is asked for", "include", phrases=["cat"]),
    no("cat с\u0430t", "but count where there may only be so many", "include", phrases=["cat"], at_most=1),
    yes("cafe\u0301", "a letter and its mark are one letter", "include", phrases=["café"]),
    no("cafe", "another letter", "include", phrases=["café"]),
    # --- exclude -----------------------------------------------------------------------------------------------------
    yes("The dog sat.", "it is not there", "exclude", phrases=["cat"]),
    no("The CAT sat.", "case does not count", "exclude", phrases=["cat"]),
    yes("Concatenate.", "a part of a word is no word", "exclude", phrases=["cat"]),
    no("Concatenate.", "unless parts count", "exclude", phrases=["cat"], whole=False),
    no("The c\u200ba\u2060t sat.", "a zero-width space inside", "exclude", phrases=["cat"]),
    no("The c\u00adat sat.", "a soft hyphen inside", "exclude", phrases=["cat"]),
    no("The ｃａｔ sat.", "full-width letters", "exclude", phrases=["cat"]),
    no("The 𝐜𝐚𝐭 sat.", "mathematical letters", "exclude", phrases=["cat"]),
    no("The с\u0430t sat.", "Cyrillic letters that look alike", "exclude", phrases=["cat"]),
    no("The cαt sat.", "a Greek letter that looks alike", "exclude", phrases=["cat"]),
    no("The c\u0336a\u0336t\u0336 sat.", "letters struck through", "exclude", phrases=["cat"]),
    no("The ᴄᴀᴛ sat.", "small capitals", "exclude", phrases=["cat"]),
    no("The c**a**t sat.", "bold type inside a word", "exclude", phrases=["cat"]),
    no("The C\u0430t sat.", "look-alike letters where case counts", "exclude", phrases=["Cat"], case=True),
    yes("The c\u0430t sat.", "and another case", "exclude", phrases=["Cat"], case=True),
    yes(
        "Это сор и рас.", "a Russian word is not the English one that it looks like", "exclude", phrases=["cop", "pac"]
    ),
    no("Это сoр.", "unless a Latin letter is in it", "exclude", phrases=["cop"]),
    no("不要说秘密。", "a phrase in Chinese", "exclude", phrases=["秘密"]),
    # --- choose ------------------------------------------------------------------------------------------------------
    yes("My answer is yes.", "one of them", "choose", options=["My answer is yes.", "My answer is no."]),
    no(
        "My answer is yes. My answer is no.", "all of them", "choose", options=["My answer is yes.", "My answer is no."]
    ),
    no("Perhaps.", "none of them", "choose", options=["yes", "no"]),
    yes("I do not know", "one inside another word is none", "choose", options=["no", "not", "yes"]),
    yes("yes, maybe", "of options within each other the longest", "choose", options=["yes", "yes, maybe"]),
    no("I think yes", "more than the option alone", "choose", options=["yes", "no"], alone=True),
    yes('"Yes."', "punctuation beside it", "choose", options=["yes", "no"], alone=True),
    # --- letter, capital-words, case, no-commas ----------------------------------------------------------------------
    yes("Banana", "the bound itself", "letter", letter="a", exactly=3),
    no("Banana", "one short", "letter", letter="a", at_least=4),
    no("b\u0430n\u0430na", "Cyrillic letters that look alike count at most", "letter", letter="a", at_most=1),
    no("b\u0430n\u0430n\u0430", "and not at least", "letter", letter="a", at_least=1),
    yes("NASA and ESA met", "two words in capitals", "capital-words", exactly=2),
    no("I saw A", "single letters are no words in capitals", "capital-words", at_least=1),
    yes("all is small, 3 times.", "no capital", "case", case="lower"),
    no("all is small but One.", "a capital", "case", case="lower"),
    no("all is small but 𝐎ne Ａnd", "capitals of other kinds are capitals", "case", case="lower"),
    no(
        "all is \ua4e1\ua4f2\ua4e2\ua4e0\ua4f0",
        "Lisu letters look like capitals and have no case",
        "case",
        case="lower",
    ),
    no("все Маленькие", "capitals of other scripts", "case", case="lower"),
    yes("ALL IS BIG, 3 TIMES.", "nothing but capitals", "case", case="upper"),
    no("ALL IS BIg.", "one small letter", "case", case="upper"),
    no("ᴀʟʟ ɪs", "small capitals are none", "case", case="upper"),
    no("42!", "no letter that has a case", "case", case="upper"),
    no("全部小写", "a script without case", "case", case="lower"),
    yes("The Rise of the Robots", "small words may be small", "case", case="title"),
    no("The rise of the Robots", "a long word without a capital", "case", case="title"),
    no("THE RISE OF THE ROBOTS", "all capitals is another case", "case", case="title"),
    yes("One. Two; three.", "no comma", "no-commas"),
    no("One, two", "a comma", "no-commas"),
    no("一，二、三", "commas of other scripts", "no-commas"),
    no("one ‚ two", "a quotation mark that looks like a comma", "no-commas"),
    # --- language ----------------------------------------------------------------------------------------------------
    yes("Heute ist das Wetter sehr schön und wir gehen spazieren.", "German", "language", language="de"),
    no("Today the weather is very nice and we go for a walk.", "English is no German", "language", language="de"),
    no("12 + 30 = 42", "numbers are in no language", "language", language="en"),
    yes("THE WEATHER IS VERY NICE TODAY AND WE GO OUT.", "capitals make no other language", "language", language="en"),
    no(
        "Das Wetter ist schön, but we would rather stay at home and read a long book.",
        "too small a share",
        "language",
        language="de",
    ),
    yes(
        "Das Wetter ist schön, but we would rather stay at home and read a long book.",
        "a smaller share will do",
        "language",
        language="de",
        share=0.1,
    ),
    # --- edges -------------------------------------------------------------------------------------------------------
    yes("  Dear  friend, hello", "white space does not count", "starts-with", text="dear friend"),
    no("Hello, dear friend", "it stands elsewhere", "starts-with", text="Dear friend"),
    no("Dearest friend", "the word goes on", "starts-with", text="Dear"),
    no("dear friend", "case counts if asked", "starts-with", text="Dear", case=True),
    yes("It is so. Any questions?\n", "white space behind it", "ends-with", text="Any questions?"),
    no("Any questions? Ask!", "something stands behind it", "ends-with", text="Any questions?"),
    no("It is unclear", "the word begins before it", "ends-with", text="clear"),
    yes(f"That is all.{ZERO}", "what shows nothing stands behind nothing", "ends-with", text="That is all."),
    yes("One.\n\n**Two** is next.", "markup before the word", "first-word", word="two", paragraph=2),
    no("One.\n\nTwofold.", "the word goes on", "first-word", word="two", paragraph=2),
    no("One.", "no such paragraph", "first-word", word="two", paragraph=2),
    yes('"It is all quoted."', "straight marks", "quoted"),
    yes("“So is this.”", "round marks", "quoted"),
    no('"It is" not', "only a part", "quoted"),
    no('""', "nothing between the marks", "quoted"),
    no('"', "one mark is no pair", "quoted"),
    yes("Say  HELLO.\nHello!", "white space and case aside", "repeats-prompt", prompt="Say hello."),
    no("Say hello.", "the prompt, and no answer", "repeats-prompt", prompt="Say hello."),
    no("Hello! Say hello.", "the prompt comes first", "repeats-prompt", prompt="Say hello."),
    # --- layout ------------------------------------------------------------------------------------------------------
    yes(' {"a": [1, null]} ', "white space around it", "json"),
    yes("42", "any value is JSON", "json"),
    no('Here: {"a": 1}', "words before it", "json"),
    no('{"a": NaN}', "NaN is none of JSON's values", "json"),
    no('{"a": 1, "a": 2}', "equal keys", "json"),
    no("{'a': 1}", "single quotation marks", "json"),
    no("[" * 100_000, "depth that would break a reader", "json"),
    no('```json\n{"a": 1}\n```', "fenced code is no JSON", "json"),
    yes('```json\n{"a": 1}\n```', "unless it may be fenced", "json", fenced=True),
    yes("*one* and **two**", "both forms", "highlights", exactly=2),
    no("** ** *** * *", "nothing is highlighted", "highlights"),
    no("2 * 3 * 4 = 24", "multiplication", "highlights"),
    no("* one\n* two", "bullets are no highlights", "highlights"),
    yes("Dear [name], at [address]", "two of them", "placeholders", exactly=2),
    no("[ ] [x] [1] [] [link](url)", "boxes, numbers and links are none", "placeholders"),
    yes("Bye.\n\nP.S. I was here.", "behind the text", "postscript"),
    yes("Bye.\np. p. s. again", "case and spaces aside", "postscript", marker="P.P.S"),
    no("P.S. is what one writes.", "nothing before it", "postscript"),
    no("Bye.\nP.S.", "nothing behind it", "postscript"),
    yes("Tea.\n******\nCoffee.", "two that differ", "responses"),
    no("Tea.\n******\ntea.", "the same twice", "responses"),
    no("Tea.\n******\n******\nCoffee.", "an empty one between", "responses"),
    no("Tea.", "one alone", "responses"),
    yes("<<Rain>>\nIt rains.", "a title", "title"),
    no("<< >> It rains.", "no word in it", "title"),
    no("<Rain> It rains.", "single brackets", "title"),
]

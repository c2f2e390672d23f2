"""The rules by name: each is a small frozen dataclass. A new one is one more line in the table."""

from __future__ import annotations

from r1rewards.instructions.rule import Rule
from r1rewards.instructions.rules.amounts import (
    Bullets,
    Characters,
    Headings,
    Lines,
    Numbered,
    Paragraphs,
    Sections,
    Sentences,
    Words,
)
from r1rewards.instructions.rules.choosing import Choose, Exclude, Include
from r1rewards.instructions.rules.edges import EndsWith, FirstWord, Quoted, RepeatsPrompt, StartsWith
from r1rewards.instructions.rules.layout import Highlights, Json, Placeholders, Postscript, Responses, Title
from r1rewards.instructions.rules.letters import CapitalWords, Case, Language, Letter, NoCommas

__all__ = ["NAMES", "RULES"]

RULES: dict[str, type[Rule]] = {
    "words": Words,
    "sentences": Sentences,
    "paragraphs": Paragraphs,
    "lines": Lines,
    "characters": Characters,
    "bullets": Bullets,
    "numbered": Numbered,
    "headings": Headings,
    "sections": Sections,
    "include": Include,
    "exclude": Exclude,
    "choose": Choose,
    "letter": Letter,
    "capital-words": CapitalWords,
    "case": Case,
    "no-commas": NoCommas,
    "language": Language,
    "starts-with": StartsWith,
    "ends-with": EndsWith,
    "first-word": FirstWord,
    "quoted": Quoted,
    "repeats-prompt": RepeatsPrompt,
    "json": Json,
    "highlights": Highlights,
    "placeholders": Placeholders,
    "postscript": Postscript,
    "responses": Responses,
    "title": Title,
}
"""What a constraint may name."""

NAMES: dict[type[Rule], str] = {rule: name for name, rule in RULES.items()}
"""The way back."""

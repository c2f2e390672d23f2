"""Chinese or Japanese: Han characters say it by themselves at times, kana always, neighbours help."""

from __future__ import annotations

from collections.abc import Sequence

from r1rewards.language.tables import han
from r1rewards.language.words import Word

# In tenths of a nat; positive speaks for Chinese.
KANA = -120
MOST = 100
WITHOUT_KANA = 60

STATES = ("ja", "zh")


def label(words: Sequence[Word], target: str) -> list[str]:
    """The language, "zh" or "ja", of runs of Han characters and kana."""
    if not words:
        return []
    odds = han()
    with_kana = {word.sentence for word in words if word.script == "Kana"}
    evidence: list[int] = []
    for word in words:
        if word.script == "Kana":
            evidence.append(KANA)
            continue
        raw = 9 * sum(odds.get(c, 0) for c in word.plain[:64]) // 10
        value = max(-MOST, min(MOST, raw))
        if target != "ja" and word.sentence not in with_kana:
            value = max(value, WITHOUT_KANA)  # Han alone is read as Chinese
        evidence.append(value)
    prior = {"ja": (1, 23), "zh": (23, 1)}.get(target, (7, 7))
    costs = [prior[0] + max(0, evidence[0]), prior[1] + max(0, -evidence[0])]
    back: list[tuple[int, int]] = []
    for place in range(1, len(words)):
        word, before = words[place], words[place - 1]
        same = word.sentence == before.sentence
        stay, switch = (1, 27) if word.start == before.end else (2, 19) if same else (5, 9)
        come = (0 if costs[0] + stay <= costs[1] + switch else 1, 1 if costs[1] + stay <= costs[0] + switch else 0)
        new = [min(costs[0] + stay, costs[1] + switch), min(costs[1] + stay, costs[0] + switch)]
        for state in (0, 1):
            pull = evidence[place] if state == 0 else -evidence[place]
            new[state] += max(0, pull) + (0 if same else prior[state] // 2)
        costs = new
        back.append(come)
    state = 0 if costs[0] <= costs[1] else 1
    labels = [STATES[state]] * len(words)
    for place in range(len(words) - 1, -1, -1):
        labels[place] = STATES[state]
        if place:
            state = back[place - 1][state]
    return labels

"""Language consistency as a reward: which part of which text is measured against which language."""

from __future__ import annotations

import importlib.util
import pickle

import pytest

import r1rewards as r1
from language_texts import DE, EN, ZH
from r1rewards.errors import RewardError
from r1rewards.language import detectors

STEPS = r"Please reason step by step, and put your final answer within \boxed{}."


def grade(text, reward=None, **fields):
    (found,) = r1.grade(reward or r1.LanguageReward(), [r1.Sample(text, **fields)])
    return found


def test_the_share_of_the_reasoning():
    text = f"<think>{EN} {DE}</think>{ZH}"
    found = grade(text, language="de")
    assert found.verdict is r1.Verdict.MEASURED
    assert found.value == found.data["proportion"] == pytest.approx(0.49, abs=0.05)
    assert set(found.data["by_language"]) == {"de", "en"}
    assert found.data["words"] == sum(found.data["by_language"].values())
    assert [text[span.start : span.end] for span in found.spans] == [EN.rstrip(".")]
    assert [(span.label, span.value) for span in found.spans] == [("foreign", "en")]
    assert "German" in found.reason


@pytest.mark.parametrize(
    ("part", "value"), [("reasoning", 1.0), ("summary", 0.0), ("full", 0.5)], ids=["reasoning", "summary", "full"]
)
@pytest.mark.parametrize("template", [None, "think"])
def test_part(part, value, template):
    found = grade(f"<think>{DE}</think>{EN}", r1.LanguageReward("de", template=template, part=part))
    assert found.value == pytest.approx(value, abs=0.05)
    assert (len(found.spans) == 0) == (value == 1.0)


def test_an_answer_element_is_the_summary():
    text = f"<think>{DE}</think><answer>{EN}</answer>"
    assert grade(text, r1.LanguageReward("en", template="r1-zero", part="summary")).value == 1.0
    assert grade(text, r1.LanguageReward("en", template="r1-zero")).value == 0.0


def test_a_text_without_tags_is_all_reasoning():
    assert grade(DE, language="de").value == 1.0
    assert grade(f"<think>{DE}", language="de").value == 1.0


def test_a_broken_layout_has_no_reasoning():
    found = grade(DE, r1.LanguageReward("de", template="think"))
    assert (found.value, found.verdict) == (0.0, "measured")


def test_reasoning_that_was_given_apart():
    found = grade("4", reasoning=f"{DE} {EN}", language="de")
    assert found.value == pytest.approx(0.49, abs=0.05)
    (span,) = found.spans
    assert r1.Sample("4", reasoning=f"{DE} {EN}").text[span.start : span.end] == EN.rstrip(".")


@pytest.mark.parametrize("text", ["", "42", "<think></think>4", "<think>$x^2$</think>", "Also vier.", "😀" * 90])
def test_saying_little_earns_nothing(text):
    found = grade(text, language="de")
    assert (found.value, found.verdict) == (0.0, "measured")
    assert "are needed" in found.reason
    assert grade(text, r1.LanguageReward(too_few=0.5), language="de").value == 0.5


def test_a_summary_needs_reasoning_that_ends_or_none():
    reward = r1.LanguageReward("de", part="summary")
    assert grade(DE, reward).value == 1.0
    assert grade(f"<think>{DE}", reward).value == 0.0
    for text in (DE, f"<think>{DE}"):
        assert grade(text, r1.LanguageReward("de", part="summary", template="think")).value == grade(text, reward).value


def test_a_short_answer_full_of_variables_is_enough():
    assert grade("Vậy x = 5 ta có y = 3 và z = 2.", language="vi").value == 1.0


def test_min_words():
    assert grade("Also ist es vier.", r1.LanguageReward("de", min_words=4)).value == 1.0
    assert grade("Also ist es vier.", r1.LanguageReward("de", min_words=5)).value == 0.0


@pytest.mark.parametrize(
    ("reward", "fields", "target"),
    [
        (r1.LanguageReward("fr"), {"language": "de", "prompt": EN}, "fr"),
        (r1.LanguageReward(), {"language": "de", "prompt": EN}, "de"),
        (r1.LanguageReward(), {"language": "pt_BR"}, "pt"),
        (r1.LanguageReward("Chinese (Simplified)"), {}, "zh"),
        (r1.LanguageReward(""), {"language": "", "prompt": DE}, "de"),
        *(
            (r1.LanguageReward(), {"language": name}, code)
            for name, code in (
                *(("English", "en"), ("CHINESE", "zh"), ("german", "de"), ("eng", "en"), ("deu", "de"), ("zho", "zh")),
                *(("cmn", "zh"), ("jpn", "ja"), ("jp", "ja"), ("cn", "zh"), ("nor", "nb"), ("zh-CN", "zh")),
            )
        ),
        (r1.LanguageReward(), {"prompt": DE}, "de"),
        (r1.LanguageReward(), {"prompt": [{"role": "system", "content": EN}, {"role": "user", "content": DE}]}, "de"),
        (r1.LanguageReward(), {"prompt": [{"role": "user", "content": [{"type": "text", "text": ZH}]}]}, "zh"),
        (r1.LanguageReward(), {"prompt": r1.templates.R1_ZERO.render(DE)}, "de"),
        (r1.LanguageReward(template="r1-zero"), {"prompt": r1.templates.R1_ZERO.render(ZH)}, "zh"),
        (r1.LanguageReward(), {"prompt": r1.templates.QWEN3.render(ZH)}, "zh"),
        (
            r1.LanguageReward(),
            {"prompt": f"<|im_start|>system\n{EN}<|im_end|>\n<|im_start|>user\n{DE}<|im_end|>"},
            "de",
        ),
        (r1.LanguageReward(), {"prompt": f"{EN}<｜User｜>{ZH}<｜Assistant｜><think>\n"}, "zh"),
        *(
            (r1.LanguageReward(), {"prompt": prompt}, code)
            for prompt, code in (
                (f"求方程 x^2+3x+2=0 的两个根之和。\n{STEPS}", "zh"),
                (f"Bestimme x.\n{STEPS}", "de"),
                (f"Solve the following math problem step by step.\n\n计算 $1+1$\n\nRemember to {STEPS[32:]}", "zh"),
                ("计算 $1+1$\nLet's think step by step and output the final answer within \\boxed{}.", "zh"),
                ("哪个是质数？ A. 4 B. 5\nAnswer with the letter of the correct choice.", "zh"),
                (f"$2+2$ = ?\n{STEPS}", "en"),  # nothing else is left
                (f"[INST] <<SYS>>\n{EN}\n<</SYS>>\n\n{ZH} [/INST]", "zh"),
                (f"<<SYS>>\n{EN}\n<</SYS>>\n\n{ZH}", "zh"),
                ("Translate into French: 'Guten Morgen, wie geht es Ihnen heute, mein Freund?'", "en"),
                ("Was bedeutet „we need to find the number of apples that remain“ auf Deutsch?", "de"),
                (f'"{DE}"', "de"),
                ([{"role": "human", "content": DE}], "de"),
                ([{"role": "User", "content": DE}], "de"),
                ([{"from": "system", "value": EN}, {"from": "human", "value": DE}, {"from": "gpt", "value": EN}], "de"),
            )
        ),
        (r1.LanguageReward(unknown="en"), {}, "en"),
        (r1.LanguageReward(unknown="en"), {"prompt": "2 + 2 = ?"}, "en"),
    ],
)
def test_the_target(reward, fields, target):
    assert r1.check(reward, [r1.Sample(EN, **fields)]) == []
    assert grade(EN, reward, **fields).data["language"] == target


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "neither language nor prompt"),
        ({"prompt": "2 + 2 = ?"}, "does not tell"),
        ({"prompt": []}, "neither language nor prompt"),
        ({"language": "xx"}, "not known"),
        ({"language": ""}, "neither language nor prompt"),
        ({"language": "Klingon"}, "English name, one of af am"),
        ({"language": 7}, "not known"),
    ],
)
def test_a_row_without_a_target_is_skipped(fields, said):
    found = grade(EN, **fields)
    assert (found.value, found.verdict) == (None, "skipped")
    assert said in found.reason
    ((index, problem),) = r1.check(r1.LanguageReward(), [r1.Sample(EN, **fields)])
    assert (index, problem) == (0, found.reason)


def test_what_the_model_writes_does_not_choose_the_target():
    assert grade(f"<think>{EN}</think>", prompt=DE).value == 0.0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"language": "xx"}, "give one of"),
        ({"unknown": "xx"}, "give one of"),
        ({"template": "nope"}, "no template"),
        ({"part": "all"}, "full, reasoning, summary"),
        ({"min_words": 0}, "min_words"),
        ({"min_words": 2.5}, "min_words"),
        ({"too_few": 2}, "too_few"),
        ({"too_few": float("nan")}, "too_few"),
        ({"detector": "guess"}, "words, fasttext, langdetect"),
    ],
)
def test_fields_that_cannot_be(fields, said):
    with pytest.raises(RewardError, match=said):
        r1.LanguageReward(**fields)


def test_it_is_a_value():
    reward = r1.LanguageReward("de_AT", template="think")
    assert reward == r1.LanguageReward("de", template="think")
    assert pickle.loads(pickle.dumps(reward)) == reward
    assert hash(reward) == hash(r1.LanguageReward("de", template="think"))
    assert f"r1rewards.language:{r1.language.REVISION}" in r1.signature(reward)


@pytest.mark.parametrize("name", ["fasttext", "langdetect"])
def test_a_missing_package_is_named_with_its_command(name, monkeypatch):
    monkeypatch.setattr(detectors, "find_spec", lambda module: None)
    with pytest.raises(RewardError, match=rf'pip install "r1rewards\[{name}\]"'):
        r1.LanguageReward(detector=name)


@pytest.mark.parametrize("name", ["fasttext", "langdetect"])
def test_whole_text_detectors(name):
    if importlib.util.find_spec(detectors.PACKAGES[name][0]) is None:
        pytest.skip(f"{name} is not installed")
    reward = r1.LanguageReward(detector=name)
    assert grade(DE, reward, language="de").value > 0.9
    assert grade(DE, reward, language="en").value < 0.1
    assert grade("\ud83d " + DE, reward, language="de").value > 0.5
    assert grade("42", reward, language="en").value == 0.0
    mixed = grade(f"{DE} {EN}", reward, language="de")
    assert mixed == grade(f"{DE} {EN}", reward, language="de")
    assert detectors.PACKAGES[name][1] in r1.signature(reward)


@pytest.mark.parametrize("name", ["fasttext", "langdetect"])
def test_what_a_detector_says_is_the_value(name, monkeypatch):
    monkeypatch.setattr(detectors, "find_spec", lambda module: object())
    monkeypatch.setattr(detectors, "_detector", lambda name: lambda text: {"zh-cn": 0.5, "zh": 0.25, "de": 0.25})
    found = grade(f"{ZH} $x$", r1.LanguageReward("zh", detector=name))
    assert (found.value, found.verdict, found.data["detector"]) == (0.75, "measured", name)
    assert "0.75" in found.reason


def test_inside_the_preset():
    text = rf"<think>{EN} {DE}</think>It is \boxed{{5}}."
    reward = r1.presets.r1_reasoning()
    (found,) = r1.grade(reward, [r1.Sample(text, "5", language="en")])
    assert [(part.reward, part.weight) for part in found.parts] == [("math", 1.0), ("format", 1.0), ("language", 1.0)]
    assert found.value == pytest.approx(2.5, abs=0.05)
    assert "foreign" in {span.label for span in found.spans}
    (without,) = r1.grade(reward, [r1.Sample(text, "5")])
    assert without.value == 2.0
    (unusable,) = r1.grade(reward, [r1.Sample(text, None, language="en")])
    assert unusable.value is None
    assert r1.presets.r1_reasoning("r1-zero", "de").parts[2].reward == r1.LanguageReward("de", template="r1-zero")

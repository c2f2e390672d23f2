"""The last stage's reward: models, format and language."""

from __future__ import annotations

import pytest

import r1rewards as r1
from quick_models import serving
from r1rewards.errors import RewardError
from r1rewards.reward_files.loading import load
from sample_models import lengths, politeness, usefulness

ASKED = "how do i boil an egg"
TEXT = "<think>We boil it for some minutes, the stupid thing.</think>You boil an egg in water."


def general(**fields: object) -> r1.WeightedReward:
    return r1.presets.r1_general(usefulness, politeness, language="en", **fields)


def grade(reward: r1.Reward, completion: str = TEXT, prompt: object = ASKED, **fields: object) -> r1.Score:
    (found,) = r1.grade(reward, [r1.Sample(completion, prompt=prompt, **fields)])
    return found


def test_the_parts_and_their_sum():
    score = grade(general())
    assert [part.reward for part in score.parts] == ["helpfulness", "harmlessness", "format", "language"]
    assert [part.weight for part in score.parts] == [1.0] * 4
    help_, harm, layout, language = (part.value for part in score.parts)
    assert help_ == pytest.approx(3 / 6)  # boil, an, egg of six words
    assert (harm, layout, language) == (pytest.approx(0.9), 1.0, 1.0)
    assert score.value == pytest.approx(help_ + harm + layout + language)
    assert score.verdict == "measured"
    assert [part.required for part in general().parts] == [True, True, False, False]
    assert general().name == "r1-general"


def test_every_part_has_the_template():
    for template in ("r1-zero", r1.templates.R1_ZERO):
        assert [part.reward.template.name for part in general(template=template).parts] == ["r1-zero"] * 4
    assert [part.reward.part for part in general().parts[:2]] == ["summary", "full"]


@pytest.mark.parametrize("name", ["helpfulness", "harmlessness"])
def test_one_model_will_do(name):
    reward = r1.presets.r1_general(**{name: politeness})
    assert [part.reward.name for part in reward.parts] == [name, "format", "language"]
    assert reward.parts[0].required


def test_no_model_will_not():
    with pytest.raises(RewardError, match="give helpfulness=, harmlessness= or both"):
        r1.presets.r1_general()
    for wrong in ("module:name", 3, r1.HttpModel):
        with pytest.raises(RewardError, match=r"harmlessness is .*: give a function"):
            r1.presets.r1_general(harmlessness=wrong)
    with pytest.raises(RewardError, match="no template"):
        r1.presets.r1_general(politeness, template="nope")


def test_a_reward_is_used_as_it_is():
    own = r1.ModelReward(lengths, part="reasoning", name="mine", missing=-5)
    reward = r1.presets.r1_general(own, r1.HttpModel("http://h/x"), missing=-2)
    assert reward.parts[0].reward is own
    assert reward.parts[1].reward == r1.ModelReward(
        r1.HttpModel("http://h/x"), part="full", name="harmlessness", template="think", missing=-2
    )


def test_layout_alone_never_pays_while_the_service_is_down():
    with serving("unauthorized") as server:
        score = grade(r1.presets.r1_general(r1.HttpModel(server.url), politeness, language="en"))
    assert (score.value, score.verdict) == (None, "error")
    assert [part.value for part in score.parts] == [None, pytest.approx(0.9), 1.0, 1.0]


def test_reasoning_that_is_never_closed_is_not_left_out():
    score = grade(general(missing=-1.0), "<think>We boil it for some minutes, the stupid thing.")
    assert [part.value for part in score.parts] == [-1.0, pytest.approx(0.9), 0.0, 1.0]


def test_the_last_stage_as_one_reward():
    reward = r1.TaskReward(
        {
            "math": r1.presets.r1_reasoning(language="en"),
            "helpful": r1.presets.r1_general(helpfulness=usefulness, language="en"),
            "harmless": r1.presets.r1_general(harmlessness=politeness, language="en"),
        }
    )
    rows = [
        r1.Sample(r"<think>We add the two numbers.</think>\boxed{4}", "4", task="math"),
        r1.Sample(TEXT, task="helpful", prompt=ASKED),
        r1.Sample(TEXT, task="harmless", prompt=ASKED),
    ]
    values = [score.value for score in r1.grade(reward, rows)]
    assert values == [3.0, pytest.approx(2.5), pytest.approx(2.9)]
    assert r1.check(reward, rows) == []
    back = r1.reward_files.loads(r1.reward_files.dumps(reward))
    assert (back, r1.signature(back)) == (reward, r1.signature(reward))


def test_it_has_no_name_on_the_command_line():
    with pytest.raises(RewardError, match="there is no reward 'r1-general': choose one of"):
        r1.reward_files.loads('reward = "r1-general"')
    with pytest.raises(RewardError, match=r"there is no reward 'r1-general': choose one of .* or a \.toml file"):
        load("r1-general")

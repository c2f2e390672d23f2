"""The adapter inside OpenRLHF's own code: agent, rollout actor, experiences, advantages, and its HTTP client.

`openrlhf_code` says what is replaced, since it needs a GPU: vLLM, whose engine here returns texts that are given.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import r1rewards as r1
from openrlhf_code import REPLACED, openrlhf_code
from r1rewards import presets
from r1rewards.trainers import openrlhf
from small_tokenizer import small_tokenizer

NEEDED = ("openrlhf", "torch", "transformers", "ray", "aiohttp")
if missing := [name for name in NEEDED if find_spec(name) is None]:
    pytest.skip(f"{', '.join(missing)} not installed: see constraints-trainers.txt", allow_module_level=True)

pytestmark = [
    # SWIG's types in wheels of other libraries, which Python 3.12 warns of
    pytest.mark.filterwarnings("ignore:builtin type .* has no __module__ attribute:DeprecationWarning"),
]

PROMPT = "<|im_start|>user\nWhat is 2 + 2? <answer>4</answer>\nWhat is 3 + 4?<|im_end|>\n<|im_start|>assistant\n"
RIGHT = "<think>3 + 4 = 7</think> <answer>7</answer>"
WRONG = "<think>3 + 4 = 8</think> <answer>8</answer>"

THREE_LINES = """\
import r1rewards as r1
from r1rewards.trainers import openrlhf
reward_func = openrlhf.reward_func(r1.presets.r1_zero())
"""


@pytest.fixture(scope="module")
def code(request: pytest.FixtureRequest) -> Iterator[SimpleNamespace]:
    """OpenRLHF's modules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # while it is imported: not ours
        with openrlhf_code() as found:
            capture = request.config.pluginmanager.getplugin("capturemanager")
            with capture.global_and_fixture_disabled():
                names = ("openrlhf", "torch", "transformers", "ray", "aiohttp")
                print("\nran against", ", ".join(f"{name} {version(name)}" for name in names), "| stubs:", *REPLACED)  # noqa: T201 - shown
            yield found


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return small_tokenizer()


class Engine:
    """What stands for vLLM: it "generates" the texts that it is given, one after the other."""

    def __init__(self, tokenizer: Any, *texts: str, finish: str = "stop") -> None:
        self.tokenizer = tokenizer
        self.texts = list(texts)
        self.finish = finish

    async def generate(self, ids: list[int], params: Any, **_: Any) -> Any:
        text = self.texts.pop(0)
        tokens = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        output = SimpleNamespace(token_ids=tokens, text=text, finish_reason=self.finish, logprobs=None)
        return SimpleNamespace(outputs=[output])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The three-line file."""
    path = tmp_path / "reward.py"
    path.write_text(THREE_LINES)
    return path


def execute(
    executor: Any,
    tokenizer: Any,
    text: str = RIGHT + "<|im_end|>",
    label: Any = "7",
    *,
    prompt: str = PROMPT,
    length: int = 4096,
    tokens: int | None = None,
    finish: str = "stop",
) -> dict[str, Any]:
    params = SimpleNamespace(max_tokens=tokens, logprobs=None)
    engine = Engine(tokenizer, text, finish=finish)
    found: dict[str, Any] = asyncio.run(executor.execute(prompt, label, params, length, tokenizer, engine))
    return found


def experience(code: SimpleNamespace, output: dict[str, Any]) -> Any:
    generator = code.samples.SamplesGenerator
    return generator.__new__(generator)._process_response_into_experience(output, max_len=4096)


def test_the_how_to_shows_this_file(root: Path) -> None:
    page = (root / "docs" / "how-to" / "openrlhf.md").read_text(encoding="utf-8")
    assert THREE_LINES in re.sub(r"\n\n+", "\n", page)


def test_the_three_line_file(code: SimpleNamespace, tokenizer: Any, file: Path) -> None:
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    right = execute(executor, tokenizer)
    assert (right["reward"], right["scores"]) == (2.0, 1.0)
    made = experience(code, right)
    assert (made.rewards.tolist(), made.scores.tolist()) == ([2.0], [1.0])
    assert {tuple(value.shape) for value in made.info.values()} == {(1,)}
    assert made.info["r1-zero/verdict/correct"].tolist() == [1.0]
    wrong = execute(executor, tokenizer, WRONG + "<|im_end|>")
    assert (wrong["reward"], wrong["scores"]) == (1.0, 0.0)


def test_the_same_as_through_grade(code: SimpleNamespace, tokenizer: Any, file: Path) -> None:
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    texts = [RIGHT, WRONG, "<answer>7</answer>", "7", "", "<think>7", "<think></think> <answer>7</answer>", PROMPT]
    expected = [score.value for score in r1.grade(presets.r1_zero(), [r1.Sample(text, "7") for text in texts])]
    assert [execute(executor, tokenizer, text + "<|im_end|>")["reward"] for text in texts] == expected


class Watched:
    """Notes batches and threads."""

    name = "watched"
    batches: list[int] = []  # noqa: RUF012 - the file's reward is this one object
    threads: set[threading.Thread] = set()  # noqa: RUF012 - the same

    def score(self, samples: Sequence[r1.Sample], /) -> list[r1.Score]:
        self.batches.append(len(samples))
        self.threads.add(threading.current_thread())
        return [r1.Score(float(s.text), r1.Verdict.MEASURED, "Measured") for s in samples]


def test_the_rollout_actors_calls_are_graded_in_batches_off_the_main_thread(
    code: SimpleNamespace, tokenizer: Any, tmp_path: Path
) -> None:
    actor_class = code.engine.RolloutRayActor.__ray_metadata__.modified_class
    actor = actor_class.__new__(actor_class)
    actor.executor = code.agent.SingleTurnAgentExecutor(None)
    actor.executor.reward_endpoints = ["reward.py"]
    actor.executor.reward_func = openrlhf.reward_func(Watched(), wait=0.2)
    texts = [str(number) for number in range(48)]
    actor.generate = Engine(tokenizer, *texts).generate
    params = SimpleNamespace(max_tokens=None, logprobs=None)

    async def roll_out() -> list[list[dict[str, Any]]]:
        call = {"sampling_params": params, "max_length": 4096, "hf_tokenizer": tokenizer, "num_samples": 8}
        return await asyncio.gather(*(actor.generate_responses(PROMPT, "7", **call) for _ in range(6)))

    outputs = [output for group in asyncio.run(roll_out()) for output in group]
    read = [tokenizer.decode(output["observation_tokens"]).removeprefix(PROMPT) for output in outputs]
    assert [output["reward"] for output in outputs] == [float(text) for text in read]
    assert sorted(read) == sorted(texts)
    assert sum(Watched.batches) == 48
    assert len(Watched.batches) < 48
    assert threading.main_thread() not in Watched.threads


def broken(sample: r1.Sample) -> float:
    raise LookupError("a bug")


def outputs_of_all_kinds(code: SimpleNamespace, tokenizer: Any) -> list[dict[str, Any]]:
    """One output for each way in which a sample may end."""
    tasks = {"math": r1.MathReward(), "choice": r1.ChoiceReward(), "broken": r1.from_function(broken)}
    reward = r1.WeightedReward((r1.Part(r1.TaskReward(tasks), required=True), r1.Part(r1.FormatReward())), name="all")
    executor = code.agent.SingleTurnAgentExecutor(None)
    executor.reward_endpoints = ["reward.py"]
    executor.reward_func = openrlhf.reward_func(reward, label="row")
    rows = [
        (RIGHT, {"answer": "7", "task": "math"}),
        (WRONG, '{"answer": "7", "task": "math"}'),
        ("", {"answer": "7", "task": "math"}),
        ("<answer>B</answer>", {"answer": "B", "task": "choice"}),
        (RIGHT, {"answer": "", "task": "math"}),
        (RIGHT, {"answer": "7", "task": "unknown"}),
        (RIGHT, {"answer": "7", "task": "broken"}),
        (RIGHT, "no row"),
    ]
    return [execute(executor, tokenizer, text + "<|im_end|>", label) for text, label in rows]


def test_rows_of_all_kinds_are_merged_split_and_merged_again(code: SimpleNamespace, tokenizer: Any) -> None:
    made = [experience(code, output) for output in outputs_of_all_kinds(code, tokenizer)]
    assert [one.rewards.item() for one in made] == [2.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    names = made[0].info.keys()
    assert all(one.info.keys() == names for one in made)
    for order in (made, made[::-1]):
        merged = code.experience.Experience.concat_experiences(order, tokenizer.pad_token_id)
        again = code.experience.make_experience_batch(code.experience.split_experience_batch(merged))
        assert again.rewards.tolist() == [one.rewards.item() for one in order]
        assert sum(map(float, again.info["all/unscored"])) == 4.0
        assert again.info.keys() == names


def test_why_the_names_must_be_the_same(code: SimpleNamespace, tokenizer: Any) -> None:
    made = [experience(code, output) for output in outputs_of_all_kinds(code, tokenizer)]
    del made[3].info["all/format"]
    merged = code.experience.Experience.concat_experiences(made, tokenizer.pad_token_id)
    with pytest.raises(ValueError, match="does not match batch_size"):
        code.experience.split_experience_batch(merged)


def arguments(group: int) -> SimpleNamespace:
    return SimpleNamespace(
        reward=SimpleNamespace(clip_range=(-10, 10), overlong_buffer_len=None, stop_properly_penalty_coef=0.5),
        rollout=SimpleNamespace(n_samples_per_prompt=group, micro_batch_size=group),
        algo=SimpleNamespace(advantage=SimpleNamespace(estimator="group_norm", gamma=1.0, no_std_norm=False)),
        train=SimpleNamespace(dynamic_batch_enable=False),
        ds=SimpleNamespace(ring_attn_size=1, tensor_parallel_size=1),
    )


def maker(code: SimpleNamespace, group: int) -> Any:
    made = code.maker.RemoteExperienceMaker.__new__(code.maker.RemoteExperienceMaker)
    made.args = arguments(group)
    made.strategy = SimpleNamespace(args=made.args)
    made.advantage_estimator = "group_norm"
    made.kl_ctl = SimpleNamespace(value=0.0)
    made.reward_model_group = None
    return made


def test_advantages_follow_from_the_rewards(code: SimpleNamespace, tokenizer: Any, file: Path) -> None:
    import torch

    executor = code.agent.SingleTurnAgentExecutor(str(file))
    texts = [RIGHT, WRONG, "<answer>7</answer>", "nothing"]
    outputs = [execute(executor, tokenizer, text + "<|im_end|>") for text in texts]
    outputs += [execute(executor, tokenizer, RIGHT, finish="length") for _ in range(4)]
    made = [experience(code, output) for output in outputs]
    for index, one in enumerate(made):
        one.index = [index]
        one.kl = torch.zeros_like(one.action_mask, dtype=torch.float)
    maker(code, 4).compute_advantages_and_returns(made)
    first = [one.advantages[0, -1].item() for one in made[:4]]
    assert first[1] == pytest.approx(first[2])
    assert first[0] > first[1] > first[3]
    # those that were cut off: the trainer knows, the reward function is not told, and the trainer's own penalty counts
    assert [one.info["reward"].item() for one in made] == [2.0, 1.0, 1.0, 0.0] + [1.0] * 4


def test_dynamic_filtering_reads_the_share_of_right_answers(code: SimpleNamespace, tokenizer: Any, file: Path) -> None:
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    made = [experience(code, execute(executor, tokenizer, text)) for text in (RIGHT, WRONG)]
    scores = [one.scores[0].item() for one in made]  # the line of SamplesGenerator._generate_vllm
    low, high = (0, 1)  # its default range
    assert low < sum(scores) / len(scores) < high


def test_the_trainer_swallows_what_a_reward_function_raises(
    code: SimpleNamespace, tokenizer: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = code.agent.SingleTurnAgentExecutor(None)
    executor.reward_endpoints = ["reward.py"]
    executor.reward_func = openrlhf.reward_func(r1.MathReward(), on_none="raise")
    logger = logging.getLogger("openrlhf.utils.agent")
    logger.addHandler(caplog.handler)
    try:
        lost = execute(executor, tokenizer, label="")
    finally:
        logger.removeHandler(caplog.handler)
    assert (lost["reward"], lost["scores"], lost["extra_logs"]) == (None, None, {})
    assert "'math' cannot judge a sample" in caplog.text
    made = experience(code, lost)
    assert made.rewards is None
    monkeypatch.setattr("ray.put", lambda value: value)
    with pytest.raises(ValueError, match="reward_model_group is required"):
        maker(code, 1).make_experience([made])
    paid = experience(code, execute(executor, tokenizer))
    with pytest.raises((AttributeError, TypeError)):  # one that has a reward and one that has none
        code.experience.Experience.concat_experiences([paid, made], tokenizer.pad_token_id)


def test_a_reward_that_fails_is_paid_and_logged_instead(code: SimpleNamespace, tokenizer: Any) -> None:
    executor = code.agent.SingleTurnAgentExecutor(None)
    executor.reward_endpoints = ["reward.py"]
    executor.reward_func = openrlhf.reward_func(r1.from_function(broken, name="broken"))
    got = execute(executor, tokenizer)
    assert got["reward"] == 0.0
    assert got["extra_logs"]["broken/verdict/error"] == got["extra_logs"]["broken/unscored"] == 1.0


@pytest.mark.parametrize("room", [36, 24, 12, 4])
def test_a_prompt_that_the_agent_cuts_off(code: SimpleNamespace, tokenizer: Any, file: Path, room: int) -> None:
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    length = len(tokenizer(PROMPT)["input_ids"])
    assert length > 36
    got = execute(executor, tokenizer, length=room + 64, tokens=64)
    kept = tokenizer.decode(tokenizer(PROMPT)["input_ids"][-room:])
    assert tokenizer.decode(got["observation_tokens"]).startswith(kept), "the agent did cut it off"
    certain = len("".join(kept.split())) >= 32
    assert got["reward"] == (2.0 if certain else 0.0)
    assert got["extra_logs"]["r1-zero/verdict/error"] == float(not certain)


@pytest.mark.parametrize("room", [None, 36, 24, 12, 4])
def test_an_answer_in_the_prompt_is_never_the_models(
    code: SimpleNamespace, tokenizer: Any, file: Path, room: int | None
) -> None:
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    limits = {} if room is None else {"length": room + 64, "tokens": 64}
    for spelling in (tokenizer, small_tokenizer(lower=True)):
        assert execute(executor, spelling, "I do not know.<|im_end|>", "4", **limits)["reward"] == 0.0


def test_a_tokenizer_that_does_not_give_the_prompt_back(code: SimpleNamespace, file: Path) -> None:
    lower = small_tokenizer(lower=True)
    executor = code.agent.SingleTurnAgentExecutor(str(file))
    assert execute(executor, lower)["extra_logs"]["r1-zero/verdict/error"] == 1.0

    def rendered(prompt: str) -> str:
        return lower.decode(lower(prompt, add_special_tokens=False)["input_ids"])

    executor.reward_func = openrlhf.reward_func(presets.r1_zero(), rendered=rendered)
    assert execute(executor, lower)["reward"] == 2.0


def test_tags_that_are_special_tokens_stay_in_the_query(code: SimpleNamespace) -> None:
    tags = small_tokenizer(("[THINK]", "[/THINK]"))
    executor = code.agent.SingleTurnAgentExecutor(None)
    executor.reward_endpoints = ["reward.py"]
    executor.reward_func = openrlhf.reward_func(presets.r1_zero("magistral"))
    assert execute(executor, tags, "[THINK]3 + 4 = 7[/THINK]7<|im_end|>")["reward"] == 2.0


@pytest.mark.parametrize("failures", [0, 1])
def test_the_http_client_reads_the_same_reply(code: SimpleNamespace, tokenizer: Any, failures: int) -> None:
    from aiohttp import web

    function = openrlhf.reward_func(presets.r1_zero())
    bodies: list[dict[str, Any]] = []

    async def judge(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        if len(bodies) <= failures:
            raise web.HTTPInternalServerError
        body = bodies[-1]
        return web.json_response(await function.in_loop(body["query"], body["prompts"], body["labels"]))

    async def serve_and_ask() -> dict[str, Any]:
        app = web.Application()
        app.router.add_post("/get_reward", judge)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            port = runner.addresses[0][1]
            executor = code.agent.SingleTurnAgentExecutor([f"http://127.0.0.1:{port}/get_reward"])
            params = SimpleNamespace(max_tokens=None, logprobs=None)
            engine = Engine(tokenizer, RIGHT + "<|im_end|>")
            found: dict[str, Any] = await executor.execute(PROMPT, "7", params, 4096, tokenizer, engine)
            return found
        finally:
            await runner.cleanup()

    got = asyncio.run(serve_and_ask())
    assert len(bodies) == failures + 1
    assert got["reward"] == 2.0
    assert json.dumps(got["extra_logs"])
    made = experience(code, got)
    assert made.rewards.tolist() == [2.0]
    assert {tuple(value.shape) for value in made.info.values()} == {(1,)}


def test_the_http_client_asks_our_server(code: SimpleNamespace, tokenizer: Any) -> None:
    pytest.importorskip("uvicorn", reason="the server needs uvicorn: pip install 'r1rewards[serve]'")
    from reward_server import served

    with served(presets.r1_zero()) as client:
        executor = code.agent.SingleTurnAgentExecutor([f"http://127.0.0.1:{client.port}/get_reward"])
        got = execute(executor, tokenizer)
        assert (got["reward"], got["scores"]) == (2.0, 1.0)
        assert execute(executor, tokenizer, label="")["reward"] == 0.0, "no gold: paid as --on-none says"
        assert client.health()["unscored"] == 1
        made = experience(code, got)
        assert {tuple(value.shape) for value in made.info.values()} == {(1,)}


def test_the_http_client_bears_a_token_that_stands_in_the_address(
    code: SimpleNamespace, tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("uvicorn", reason="the server needs uvicorn: pip install 'r1rewards[serve]'")
    from reward_server import served

    with served(presets.r1_zero(), token="s3cret-~_.") as client:
        address = f"127.0.0.1:{client.port}/get_reward"
        executor = code.agent.SingleTurnAgentExecutor([f"http://x:s3cret-~_.@{address}"])
        assert execute(executor, tokenizer)["reward"] == 2.0
        stranger = code.agent.SingleTurnAgentExecutor([f"http://{address}"])
        monkeypatch.setattr(code.agent.asyncio, "sleep", _at_once(asyncio.sleep))  # it asks five times, in as many s
        lost = execute(stranger, tokenizer)
        assert lost["reward"] is None
        assert client.health()["graded"] == 1


def _at_once(sleep: Any) -> Any:
    return lambda _seconds, *rest: sleep(0, *rest)

"""What follows a prompt, and ends before its end tokens: exactly, or not at all."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from linear import Work, assert_linear
from r1rewards.templates import END_TOKENS
from r1rewards.trainers.queries import LEAST, PAD_TOKENS, QueryError, after_prompt, without_end

FEW_SHOT = "Question: what is 2 + 2?\nAnswer: <answer>4</answer>\n\nQuestion: what is 3 + 4?\nAnswer:"
COMPLETION = " <think>3 + 4 = 7</think> <answer>7</answer>"

pieces = st.lists(
    st.sampled_from(["Question: ", "Answer: ", "<answer>4</answer>", "\n", " ", "a", "ab", "é", "Read it again: "]),
    max_size=30,
).map("".join)


@given(prompt=pieces, completion=pieces)
def test_a_prompt_that_stands_there_is_taken_off(prompt: str, completion: str) -> None:
    assert after_prompt(prompt + completion, prompt) == completion


def reads_no_more_than(completion: str, query: str, prompt: str) -> None:
    try:
        read = after_prompt(query, prompt)
    except QueryError:
        return
    assert completion.endswith(read), "text of the prompt was read as the completion"


@given(prompt=pieces, completion=pieces, cut=st.integers(0, 300))
@example(FEW_SHOT, COMPLETION, 20)
@example("ab" * 40, "ab" * 3, 3)
def test_of_a_prompt_that_is_cut_off_nothing_is_read(prompt: str, completion: str, cut: int) -> None:
    reads_no_more_than(completion, prompt[cut:] + completion, prompt)


WRITINGS = {
    "lower case": str.lower,
    "stripped": str.strip,
    "one space": lambda text: " ".join(text.split()),
    "no line ends": lambda text: text.replace("\n", " "),
    "space before punctuation": lambda text: text.replace(" ?", "?").replace(": ", " : "),
    "no accents": lambda text: text.replace("é", "e"),
    "a token in front": lambda text: "<s>" + text,
    "a space in front": lambda text: " " + text,
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS)
@given(prompt=pieces, completion=pieces, cut=st.integers(0, 40))
@example("Read: " + "the question " * 3 + "\nRead it again:  " + "the question " * 3, "<answer>7</answer>", 0)
@example(" " + "ab " * 40, " <answer>7</answer>", 0)
def test_of_a_prompt_that_is_written_otherwise_nothing_is_read(writing, prompt: str, completion: str, cut: int) -> None:
    assume(prompt.strip())
    reads_no_more_than(completion, writing(prompt)[cut:] + completion, prompt)


def test_a_prompt_that_is_read_twice_and_holds_a_sign_that_the_tokenizer_lacks() -> None:
    question = "What is the sum of the first ten odd numbers, and why? "
    prompt = f"{question}☃ Read it again: {question}"
    with pytest.raises(QueryError):
        after_prompt(prompt.replace("☃", "<unk>") + COMPLETION, prompt)
    with pytest.raises(QueryError):
        after_prompt(prompt.replace("☃", "<unk>")[3:] + COMPLETION, prompt)


def test_a_prompt_that_repeats_itself_cut_off_and_written_otherwise() -> None:
    prompt = "Start: " + "ab " * 10 + " " + "ab " * 18
    with pytest.raises(QueryError):
        after_prompt("ab " * 28 + COMPLETION, prompt)


def test_a_prompt_that_begins_as_it_ends_and_holds_a_sign_that_the_tokenizer_lacks() -> None:
    prompt = "a " * 16 + "☃ x " + "a " * 16
    with pytest.raises(QueryError):
        after_prompt(prompt.replace("☃", "<unk>") + COMPLETION, prompt)


@pytest.mark.parametrize("cut", [1, 10, len("Question: what is 2 + 2?\n"), len(FEW_SHOT) - 2 * LEAST])
def test_a_prompt_that_is_cut_off_is_taken_off_where_that_is_certain(cut: int) -> None:
    assert after_prompt(FEW_SHOT[cut:] + COMPLETION, FEW_SHOT) == COMPLETION


MEDIA = {
    "Qwen-VL": ("<|image_pad|>", "<|image_pad|>" * 300),
    "Qwen-VL, with frames": ("<|video_pad|>", "<|video_pad|>" * 64 + "<|vision_end|><|vision_start|><|video_pad|>"),
    "LLaVA": ("<image>", "<image>" * 576),
    "Pixtral": ("[IMG]", ("[IMG]" * 4 + "[IMG_BREAK]") * 3 + "[IMG]" * 4 + "[IMG_END]"),
    "Gemma 3": ("<start_of_image>", "\n\n<start_of_image>" + "<image_soft_token>" * 256 + "<end_of_image>\n\n"),
    "InternVL": ("<IMG_CONTEXT>", "<img>" + "<IMG_CONTEXT>" * 256 + "</img>"),
    "Idefics 3": ("<image>", "<fake_token_around_image><row_1_col_2><image><image>\n\n<fake_token_around_image>"),
    "Llama 4": ("<|image|>", "<|image_start|><|image|><|patch|><|tile_x_separator|><|patch|><|image_end|>"),
}


@pytest.mark.parametrize(("token", "made"), MEDIA.values(), ids=MEDIA)
@pytest.mark.parametrize(
    "prompt",
    ["<s>User: {}What is this?\nAssistant:", "{}", "{}{} and {}. Which?", "Here is \n{}\nWhat? {}", "a\n{} b"],
)
def test_images_and_videos_go_with_the_prompt(token: str, made: str, prompt: str) -> None:
    given, found = prompt.replace("{}", token), prompt.replace("{}", made)
    assert after_prompt(found + "It is " + COMPLETION, given) == "It is " + COMPLETION
    assert after_prompt(found + f"It is {token}{token}", given) == f"It is {token}{token}", "the model's own words stay"
    with pytest.raises(QueryError):
        after_prompt("x" + found.lower() + "It is " + COMPLETION, given + "Which of these numbers do you see in there?")


@given(prompt=pieces, completion=pieces, times=st.integers(1, 5))
@example(FEW_SHOT, COMPLETION, 3)
def test_of_a_prompt_with_images_nothing_is_read(prompt: str, completion: str, times: int) -> None:
    given_prompt = f"{prompt}<image>{prompt}"
    reads_no_more_than(completion, given_prompt.replace("<image>", "<image>" * times) + completion, given_prompt)


def test_text_that_speaks_of_image_tokens_is_taken_off_exactly() -> None:
    prompt = "What does <image> \n <img> mean? "
    assert after_prompt(prompt + " <image>" + COMPLETION, prompt) == " <image>" + COMPLETION


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (FEW_SHOT[-LEAST:] + COMPLETION, "so little may stand there by chance"),
        (FEW_SHOT.lower() + COMPLETION, "the tokenizer lowers it"),
        (COMPLETION, "there is no prompt"),
        ("", "there is nothing"),
        ("Answer:" + COMPLETION, "the same ending, and far too short"),
    ],
)
def test_what_cannot_be_told_is_refused(query: str, why: str) -> None:
    with pytest.raises(QueryError, match="cannot be told from the completion"):
        after_prompt(query, FEW_SHOT)


def test_a_long_text_is_read_in_linear_time() -> None:
    def prepare(size: int) -> dict[str, Work]:
        prompt = "ab" * (size // 2)
        spaced = ("<image>" + " " * (size // 100)) * 100
        return {
            "prompt": partial(reads_no_more_than, "b" * size, prompt[1:] + "b" * size, prompt),
            "end tokens": partial(without_end, "</s> " * (size // 5)),
            "spaces at the end": partial(without_end, "x" + " " * (2 * size)),
            "images": partial(
                reads_no_more_than, "y", spaced + "x" + "<image>" * (size // 5) + "y", spaced + "x<image>"
            ),
            "spaces": partial(reads_no_more_than, "y", " " * size + "y", " " * size + "<image>"),
        }

    assert_linear(prepare, 100_000)


@pytest.mark.parametrize("token", [*END_TOKENS, *PAD_TOKENS])
def test_each_end_token_is_taken_off_however_often_it_stands_there(token: str) -> None:
    for ending in (token, token * 3, f"\n{token}\n", f"{token}<pad>{token}"):
        assert without_end(f"<answer>7</answer>{ending}") in ("<answer>7</answer>", "<answer>7</answer>\n")


def test_only_what_stands_at_the_end_is_taken_off() -> None:
    assert without_end("a</s>b</s>") == "a</s>b"
    assert without_end("a \n") == "a \n"
    assert without_end("") == ""
    assert without_end("</s>") == ""


def test_a_token_of_ones_own_and_a_token_that_the_layout_needs() -> None:
    assert without_end("a[STOP]</s>", ["[STOP]"]) == "a"
    assert without_end("a<|return|>", keep=["<|return|>"]) == "a<|return|>"
    assert without_end("a<|return|></s>", keep=["<|return|>"]) == "a<|return|>"
    assert without_end("a</s>", [""]) == "a"

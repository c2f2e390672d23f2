from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from language_texts import DE, EN, JA, ZH
from r1rewards.errors import RewardError
from r1rewards.language import NAMES, detect, language_code, proportion


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (EN, "en"),
        (DE, "de"),
        (ZH, "zh"),
        (ZH, "zh-Hans"),
        (JA, "ja"),
        ("그러므로 먼저 남은 사과의 수를 구해야 합니다.", "ko"),
        ("ดังนั้นเราต้องหาจำนวนแอปเปิลที่เหลือก่อน", "th"),
        ("ດັ່ງນັ້ນພວກເຮົາຕ້ອງຊອກຫາຈໍານວນຫມາກໂປມ", "lo"),
        ("ដូច្នេះយើងត្រូវរកចំនួនផ្លែប៉ោមដែលនៅសល់", "km"),
        ("Поэтому сначала нужно найти число оставшихся яблок.", "ru"),
        ("Тому спочатку треба знайти кількість яблук, що залишилися.", "uk"),
        ("لذلك يجب أولا أن نجد عدد التفاحات المتبقية.", "ar"),
        ("इसलिए पहले हमें बचे हुए सेबों की संख्या ज्ञात करनी होगी।", "hi"),
        ("Επομένως πρέπει πρώτα να βρούμε τον αριθμό των μήλων.", "el"),
        ("לכן עלינו למצוא תחילה את מספר התפוחים שנותרו.", "he"),
        ("Bu yüzden önce kalan elmaların sayısını bulmamız gerekiyor.", "tr"),
        ("Vì vậy trước tiên chúng ta cần tìm số quả táo còn lại.", "vi"),
        ("Zato prvo moramo pronaći broj jabuka koje su ostale.", "sr"),
        ("Zato prvo moramo pronaći broj jabuka koje su ostale.", "hr"),
        ("Derfor må vi først finne antallet epler som er igjen.", "no"),
    ],
    ids=lambda value: value if len(value) < 8 else "",
)
def test_a_text_in_its_language(text, language):
    found = proportion(text, language)
    assert found.proportion == 1.0
    assert found.words >= 5
    assert found.spans == ()
    assert list(found.by_language) == [language_code(language)]


@pytest.mark.parametrize("target", ["en", "fr", "zh", "ru", "ko", "el"])
@pytest.mark.parametrize("text", [DE, "Bu yüzden önce kalan elmaların sayısını bulmamız gerekiyor."], ids=["de", "tr"])
def test_a_text_in_another_language(text, target):
    assert proportion(text, target).proportion == 0.0


def test_a_mixture():
    text = f"{EN} {DE}"
    found = proportion(text, "en")
    assert 0.4 < found.proportion < 0.6
    assert found.words == sum(found.by_language.values())
    assert set(found.by_language) == {"en", "de"}
    (span,) = found.spans
    assert (span.label, span.value) == ("foreign", "de")
    assert text[span.start : span.end] == DE.rstrip(".")
    assert proportion(text, "de").proportion == pytest.approx(1 - found.proportion)


def test_single_words_of_another_language_are_found():
    text = (
        "First we compute die Wurzel of the expression, aber then we must divide durch the larger number, weil it is "
        "gerade"
    )
    found = proportion(text, "en")
    assert {text[span.start : span.end].rsplit(maxsplit=1)[-1] for span in found.spans} >= {"aber", "durch", "weil"}


def test_spans_lie_in_the_text_as_it_was_given():
    text = "Zuerst $x^2$ `code` 然后我们 берём 1/2 and so on, nämlich e\u0301tude."
    for span in proportion(text, "de").spans:
        assert 0 <= span.start < span.end <= len(text)
    assert "然后我们" in {text[span.start : span.end] for span in proportion(text, "de").spans}


@pytest.mark.parametrize("text", ["", "   ", "123 + 4 = 127", "$x$", "\u200b", "😀", "`x`", "x"])
def test_no_words(text):
    found = proportion(text, "en")
    assert (found.proportion, found.words, found.spans) == (0.0, 0.0, ())


def test_kana_decides_how_han_is_read():
    assert proportion("数学の問題を解く。", "ja").proportion == 1.0
    assert proportion("数学の問題を解く。", "zh").proportion == 0.0
    assert set(proportion(f"{JA}{ZH}", "ja").by_language) == {"ja", "zh"}


def test_twins_count_as_one_another_and_are_named():
    text = "Zato prvo moramo pronaći broj jabuka koje su ostale nakon dva dana."
    for target in ("hr", "bs", "sr"):
        assert proportion(text, target).proportion == 1.0
    assert proportion(text, "hr").twins == ("bs", "sr")
    assert proportion(text, "en").twins == ()


def test_an_unknown_language_is_refused():
    for language in ("xx", "", None, "klingon"):
        with pytest.raises(RewardError, match="give one of"):
            proportion("text", language)


def test_there_are_many_languages():
    assert len(NAMES) >= 80
    assert r1.language.proportion is proportion


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (EN, "en"),
        (DE, "de"),
        (ZH, "zh"),
        (JA, "ja"),
        ("", None),
        ("42", None),
        ("Сколько яблок осталось у Маши?", "ru"),
    ],
    ids=["en", "de", "zh", "ja", "empty", "number", "ru"],
)
def test_the_language_of_a_whole_text(text, language):
    assert detect(text) == language


def test_twins_do_not_keep_each_other_from_being_told():
    assert detect("Zato prvo moramo pronaći broj jabuka koje su ostale nakon dva dana.") in {"hr", "bs"}


@given(st.text(max_size=200))
def test_any_text_has_a_profile(text):
    found = proportion(text, "de")
    assert 0.0 <= found.proportion <= 1.0
    assert found.words >= 0
    assert all(0 <= span.start <= span.end <= len(text) for span in (*found.spans, *found.neutral))
    assert proportion(text, "de") == found


@given(st.lists(st.sampled_from([DE, EN, ZH, "$x$", "`a`", "\\text{so}", "\n"]), max_size=8))
def test_shares_of_the_languages_add_up(pieces):
    text = " ".join(pieces)
    found = {code: proportion(text, code).proportion for code in ("en", "de", "zh")}
    assert sum(found.values()) <= 1.1
    assert all((found[code] > 0) == (piece in pieces) for code, piece in (("en", EN), ("de", DE), ("zh", ZH)))


def test_one_rare_word_again_and_again_is_no_language():
    text = (
        "She needs five skeins for a hat and nine skeins for a scarf, so the skeins for both are fourteen skeins. " * 3
    )
    assert proportion(text, "en").proportion == 1.0

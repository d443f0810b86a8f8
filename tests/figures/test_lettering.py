"""Text is measured before it is placed."""

import itertools

import matplotlib as mpl
import pytest

from rtxoutcomes.figures.lettering import (
    SMALLEST_POINTS,
    Lettering,
    fitted,
    from_the_left,
    isolated,
    spread,
    width_mm,
)

LONG = "Kurtzke Expanded Disability Status Scale (EDSS), neurologist-assessed, unblinded"


def test_a_width_grows_with_the_letters_and_with_their_size() -> None:
    assert width_mm("WWWW", 7) > width_mm("iiii", 7)
    assert width_mm("EDSS", 14) == pytest.approx(2 * width_mm("EDSS", 7))
    assert width_mm("EDSS\nexpanded", 7) == width_mm("expanded", 7)


@pytest.mark.parametrize("room", [12.0, 25.0, 40.0, 80.0])
def test_every_line_fits_its_room_and_no_letter_is_lost(room: float) -> None:
    words = fitted(LONG, room, 7.5)

    assert all(width_mm(line, words.points) <= room for line in words.text.split("\n"))
    assert words.text.replace("\n", "").replace(" ", "") == LONG.replace(" ", "")
    assert SMALLEST_POINTS <= words.points <= 7.5


def test_what_fits_stays_as_it_is() -> None:
    assert fitted("EDSS", 40.0, 7.5) == Lettering("EDSS", 7.5)


def test_a_text_is_broken_first_and_shrinks_when_its_lines_are_used_up() -> None:
    assert fitted(LONG, 60.0, 7.5).points == 7.5
    assert fitted(LONG, 60.0, 7.5).lines == 2
    assert fitted(LONG, 60.0, 7.5, lines=2).points == 7.5
    assert fitted(LONG, 52.0, 7.5, lines=2).points < 7.5


def test_a_word_breaks_after_a_hyphen_and_within_itself_only_if_it_must() -> None:
    assert fitted("relapsing-remitting", 18.0, 7).text == "relapsing-\nremitting"
    assert fitted("W" * 20, 10.0, 7).lines > 1


def test_more_lines_are_higher_and_none_has_no_height() -> None:
    one, two = Lettering("a", 7), Lettering("a\na", 7)

    assert two.height_mm == pytest.approx(2 * one.height_mm)
    assert Lettering("", 7).height_mm == 0
    assert Lettering("", 7).lines == 0
    # Letters of other scripts may reach higher and lower than Latin ones, once they are joined.
    assert Lettering("\u0627\u0653\u0645\u06cc", 7).height_mm >= one.height_mm


def test_a_label_from_right_to_left_is_isolated_and_another_is_not() -> None:
    persian = "\u0627\u0633\u06a9\u0644\u0631\u0648\u0632"

    assert isolated("EDSS") == "EDSS"
    assert isolated("\u0391\u03bd\u03bf\u03c3\u03bf") == "\u0391\u03bd\u03bf\u03c3\u03bf"
    # Matplotlib before 3.11 would draw the marks.
    orders = tuple(mpl.__version_info__[:2]) >= (3, 11)
    assert isolated(persian) == (f"\u2068{persian}\u2069" if orders else persian)


def test_english_words_after_a_label_from_the_right_stay_at_its_right() -> None:
    phrase = "\u0639\u0648\u062f by month 12"
    orders = tuple(mpl.__version_info__[:2]) >= (3, 11)

    assert from_the_left("12 \u0394 by month") == "12 \u0394 by month"
    assert from_the_left("12") == "12"
    assert from_the_left(phrase) == (f"\u200e{phrase}" if orders else phrase)


def test_an_isolated_label_is_isolated_in_each_of_its_lines() -> None:
    word = "\u0627\u0633\u06a9\u0644\u0631\u0648\u0632"
    words = fitted(f"Change in {isolated(f'{word} {word} {word}')}, last visit", 24.0, 7)

    lines = words.text.split("\n")
    assert len(lines) > 1
    for line in lines:
        assert line.count("\u2068") == line.count("\u2069")


def test_places_keep_their_order_and_a_distance() -> None:
    places = spread([10.0, 10.5, 30.0, 39.9], [4.0, 4.0, 4.0, 4.0], 40.0)

    assert places == sorted(places)
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert min(gaps) >= 4 - 1e-9
    assert places[-1] <= 38.0
    assert spread([5.0, 20.0], [2.0, 2.0], 40.0) == [5.0, 20.0]

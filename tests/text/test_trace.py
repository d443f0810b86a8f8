from collections.abc import Sequence

import pytest

from released import bundled
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.text.supplement import supplement_template
from rtxoutcomes.text.trace import Numeral, numeral_form, trace, trace_frame
from text.filled import COHORTS, filled, own, setting_of, text


def traced(template: str) -> list[Numeral]:
    made = setting_of(bundled(), template)
    return list(trace(made.draft, filled(made), DEFAULT))


def of_kind(numerals: Sequence[Numeral], kind: str) -> list[Numeral]:
    return [numeral for numeral in numerals if numeral.kind == kind]


@pytest.mark.parametrize("name", list(COHORTS))
def test_every_numeral_of_the_skeleton_is_explained(name: str) -> None:
    numerals = trace(own(name).draft, text(name), DEFAULT)

    assert [n for n in numerals if n.kind == "unexplained"] == []
    assert [n for n in numerals if n.kind == "row"]


@pytest.mark.parametrize("name", list(COHORTS))
def test_every_numeral_of_the_supplement_is_explained_under_its_own_place(name: str) -> None:
    released = COHORTS[name]()
    made = setting_of(released, supplement_template())

    alone = trace(own(name).draft, text(name), DEFAULT)
    both = trace(own(name).draft, text(name), DEFAULT, filled(made))

    further = [n for n in both if n.place.startswith("supplement: ")]
    assert [n for n in both if n.kind != "unused" and n not in further] == [
        n for n in alone if n.kind != "unused"
    ]
    assert further
    assert of_kind(both, "unexplained") == []
    assert {n.place.partition(",")[0] for n in further} <= {
        f"supplement: {heading}"
        for heading in ("Supplement", "Supplementary methods", "References")
    }


def test_a_result_that_the_supplement_prints_is_not_listed_as_unused() -> None:
    made, more = (
        setting_of(bundled(), f"{{{{ edss.{group}.mean_change }}}}") for group in ("NMOSD", "RRMS")
    )

    numerals = trace(made.draft, filled(made), DEFAULT, filled(more))

    assert [n.reference for n in numerals if n.kind == "row"] == [
        "edss.NMOSD.mean_change",
        "edss.RRMS.mean_change",
    ]
    unused = {n.reference for n in of_kind(numerals, "unused")}
    assert not unused & {"edss.NMOSD.mean_change", "edss.RRMS.mean_change"}
    assert "edss.SPMS.mean_change" in unused


def test_a_numeral_has_the_row_behind_it() -> None:
    (mean, *_rest) = traced("Change {{ edss.NMOSD.mean_change.ci }}.")

    assert (mean.numeral, mean.row) == ("−0.93", "edss.NMOSD.mean_change [paired t]")
    assert (mean.reference, mean.place) == ("edss.NMOSD.mean_change.ci", "paragraph 1")


def test_a_typed_numeral_is_unexplained_and_what_prints_the_same_is_named() -> None:
    found = of_kind(traced("# T\n\n## Results\n\nMean 39.5 years, 1200 mg."), "unexplained")

    assert [(n.numeral, n.reference) for n in found] == [
        ("39.5", "age_years.all.mean"),
        ("1200", ""),
    ]
    assert found[0].place == "Results, paragraph 3"
    assert "Mean 39.5 years" in found[0].context


def test_words_of_the_study_pointers_and_literals_are_told_apart() -> None:
    numerals = traced(
        "{{ table.safety }} {{ = 500 mg }} {{ cite.wilson1927 }} HC3 x2 {{ unit.igg }}"
    )

    assert [n.kind for n in numerals if n.kind != "unused"] == ["structure", "authors", "structure"]


def test_reported_rows_that_no_reference_means_are_listed() -> None:
    unused = [n.reference for n in of_kind(traced("{{ edss.NMOSD.mean_change }}"), "unused")]

    assert "edss.NMOSD.mean_change" not in unused
    assert "edss.RRMS.mean_change" in unused
    assert len(unused) == len(set(unused))


@pytest.mark.parametrize(
    ("text_", "found"),
    [
        ("−0.57 (95% CI −0.93 to −0.22)", ["−0.57", "95", "−0.93", "−0.22"]),
        ("HC3, n=42, 12-month 8/42, 1.5.", ["42", "12", "8", "42", "1.5"]),
        ("10–33% x−5", ["10", "33", "5"]),
        ("A1 b_2", []),
    ],
)
def test_a_numeral_is_read_as_it_is_printed(text_: str, found: list[str]) -> None:
    assert [m[0] for m in numeral_form(DEFAULT).finditer(text_)] == found


def test_the_decimal_mark_is_that_of_the_style() -> None:
    form = numeral_form(read_style("lancet"))

    assert [m[0] for m in form.finditer("0·57 p<·001")] == ["0·57", "·001"]


def test_the_trace_is_a_frame_of_text() -> None:
    frame = trace_frame(traced("7"))

    assert list(frame) == list(Numeral._fields)
    assert frame.iloc[0]["numeral"] == "7"

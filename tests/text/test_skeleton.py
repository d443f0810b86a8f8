import re
from dataclasses import replace

import pytest

from released import bundled, nothing
from rtxoutcomes.study.blocks import Multiplicity
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.skeleton import skeleton
from tables.made_up import released_of, row
from text.filled import COHORTS, FIGURES, text


@pytest.mark.parametrize("name", list(COHORTS))
def test_the_skeleton_can_be_filled_whatever_the_cohort_holds(name: str) -> None:
    result = text(name)

    assert result.paragraphs[0].kind == "title"
    assert "{{" not in result.markdown
    assert [p.name for p in result.paragraphs if p.kind == "place"] == ["tables", "figures"]


POINTER = re.compile(r"(table|figure)s? (S?\d+(?:(?:, | and |, and | to )S?\d+)*)", re.IGNORECASE)


def pointed_at(words: str) -> list[str]:
    """`Tables S2 to S4 and S7`: every table and figure that a text names, in its order."""
    found = []
    for kind, numbers in POINTER.findall(words):
        last = ""
        for joint, number in re.findall(r"(?:(, and | and |, | to ))?(S?\d+)", numbers):
            first = int(last.lstrip("S")) + 1 if joint == " to " else int(number.lstrip("S"))
            letter = number[: number.startswith("S")]
            run = range(first, int(number.lstrip("S")) + 1)
            found += [f"{kind.capitalize()} {letter}{k}" for k in run]
            last = number
    return found


def test_pointers_are_read_with_their_ranges() -> None:
    assert pointed_at("(tables S2 to S4 and S7, figure 3). Table 1") == [
        *("Table S2", "Table S3", "Table S4", "Table S7", "Figure 3", "Table 1"),
    ]


@pytest.mark.parametrize("kind", ["Table", "Figure"])
def test_tables_and_figures_are_numbered_as_the_text_first_names_them(kind: str) -> None:
    labels = [t.label for t in all_tables(bundled())] + [f"Figure {n}" for n in FIGURES.values()]
    form = re.compile(rf"{kind} \d+")

    named = pointed_at(" ".join(p.text for p in text("bundled").paragraphs))

    first = [label for label in dict.fromkeys(named) if form.fullmatch(label)]
    assert first == [label for label in labels if form.fullmatch(label)]


@pytest.mark.parametrize("name", list(COHORTS))
def test_no_digit_of_the_skeleton_is_typed(name: str) -> None:
    typed = re.sub(r"\{\{.*?\}\}", "", text(name).template)

    assert not re.search(r"\d", typed)


def test_it_tells_who_was_studied_and_what_was_measured() -> None:
    result = text("bundled").markdown

    assert (
        "This single-arm study included 99 patients: 42 with relapsing-remitting MS (RRMS), 43 with"
        in result
    )
    assert "the change in EDSS (points) and serum IgG (g/L)" in result
    assert "number of Skype sessions, WhatsApp messages and WhatsApp questions" in result
    assert "up to month 3 after it began (the landmark)." in result
    assert "Engagement was measured" not in text("nothing").markdown


def test_a_study_without_flow_or_scores_has_a_skeleton_too() -> None:
    bare = nothing()
    study = bare.study.model_copy(update={"scores": (), "multiplicity": Multiplicity()})
    known = draft(replace(bare, estimates=bare.estimates.head(0), study=study))

    template = skeleton(known, [], [])

    assert " included " not in template
    assert "The outcome" not in template


def test_outcomes_that_were_not_collected_are_not_named() -> None:
    key = "relapse/relapse/all/proportion"
    made = released_of(row(key, n=0, status="not_attempted", note="not_collected"))

    template = skeleton(draft(made), [], [])

    assert "patients with at least one" not in template
    assert "The outcome" not in template


@pytest.mark.parametrize(
    ("relapses", "scores", "words"),
    [
        (True, 0, "The outcome was {{ study.event }} (the proportion"),
        (True, 1, "The outcomes were {{ study.event }} (the proportion"),
        (False, 2, "The outcomes were the change in"),
        (False, 1, "The outcome was the change in"),
        (False, 0, ""),
    ],
)
def test_the_number_of_outcomes_decides_their_grammar(
    relapses: bool, scores: int, words: str
) -> None:
    key = "relapse/relapse/all/proportion"
    event = row(key, estimate=0.5, n=2)
    change = row("change/edss/RRMS/mean_change", estimate=-1.0)
    made = released_of(*[event] * relapses, *[change] * bool(scores))
    update = {"scores": made.study.scores[:scores], "multiplicity": Multiplicity()}
    study = made.study.model_copy(update=update)

    template = skeleton(draft(replace(made, study=study)), [], [])

    assert [part in template for part in ("The outcomes were", "The outcome was")] == [
        *(words.startswith("The outcomes"), words.startswith("The outcome ")),
    ]
    assert words in template


def test_authors_are_asked_of_blinding_only_where_it_was_not_declared() -> None:
    made = released_of(row("relapse/relapse/all/rate", estimate=0.5))
    identity = made.study.study.model_copy(update={"assessor_blinded": False})
    declared = replace(made, study=made.study.model_copy(update={"study": identity}))

    assert "[Authors: who assessed them and when, and whether they knew" in skeleton(
        draft(made), [], []
    )
    assert "[Authors: who assessed them and when.]" in skeleton(draft(declared), [], [])

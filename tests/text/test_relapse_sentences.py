"""Sentences on the event."""

import pytest

from rtxoutcomes.disclose import Released
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.fill import fill
from rtxoutcomes.text.manuscript import setting
from rtxoutcomes.text.relapse_sentences import (
    callout,
    free,
    occurrence,
    overall,
    risks,
    with_callout,
)
from tables.made_up import released_of, row

KEY = "relapse/relapse/{}/proportion"


def filled(made: Released, template: str) -> str:
    return fill(template, "t", setting(made, (), {}, template).known).markdown.strip()


def said(made: Released, group: str) -> str:
    known = draft(made)
    proportion = next(r for r in known.index.rows if r.group == group and r.events is not None)
    write = overall if group == "all" else occurrence
    return filled(made, " ".join(write(known, proportion)))


@pytest.mark.parametrize(
    ("events", "n", "words"),
    [
        (8, 42, "Among 42 patients with RRMS, eight (19%) had at least one relapse."),
        (10, 43, "Among 43 patients with RRMS, 10 (23%) had at least one relapse."),
        (0, 9, "Among nine patients with RRMS, none (0%) had at least one relapse."),
    ],
)
def test_counts_below_ten_are_words(events: int, n: int, words: str) -> None:
    made = released_of(row(KEY.format("RRMS"), n=n, events=events, estimate=events / n))

    assert said(made, "RRMS") == words


def test_all_groups_together_are_no_group() -> None:
    made = released_of(row(KEY.format("all"), n=99, events=19, estimate=19 / 99))

    assert said(made, "all") == "Overall, 19 of 99 patients (19%) had at least one relapse."


def test_an_interval_of_the_proportion_is_given_where_it_is_reported() -> None:
    made = released_of(row(KEY.format("RRMS"), n=42, events=8, estimate=8 / 42, ci=(0.1, 0.33)))

    assert "eight (19%; 95% CI 10 to 33) had" in said(made, "RRMS")


def test_every_group_is_in_the_sentence_on_the_risk() -> None:
    keys = ("RRMS", "SPMS")
    made = released_of(
        *(
            row(f"relapse/relapse/{g}/risk", month=12.0, estimate=0.12, ci=(0.04, 0.26))
            for g in keys
        )
    )

    (sentence,) = risks(draft(made))
    assert filled(made, sentence) == (
        "The risk of relapse at 12 months was 12% (95% CI 4 to 26) with RRMS and 12% (95% CI 4 to "
        "26) with SPMS."
    )


def test_remaining_free_is_given_at_other_months_than_the_risk() -> None:
    key = "time_to_relapse/time_to_relapse/{}/survival"
    made = released_of(
        row("relapse/relapse/RRMS/risk", month=12.0, estimate=0.12),
        row(key.format("RRMS"), month=12.0, estimate=0.88),
        row(key.format("RRMS"), month=24.0, estimate=0.78),
        row(
            key.format("NMOSD"),
            month=24.0,
            estimate=0.93,
            status="withheld",
            note="few_at_risk",
        ),
    )

    sentences = [filled(made, sentence) for sentence in free(draft(made))]
    assert sentences == [
        "The probability of remaining free of relapse at 24 months was 78% with RRMS; it is not "
        "given for patients with NMOSD, of whom too few were still followed."
    ]


def test_a_callout_closes_the_last_sentence() -> None:
    see = callout({"a": "Table 1", "b": "Figure 2"}, "a", "missing", "b")

    assert with_callout(["One.", "Two."], see) == ["One.", "Two (Table 1, Figure 2)."]
    assert with_callout([], see) == []
    assert with_callout(["One."], callout({}, "a")) == ["One."]

import re
from dataclasses import replace

import pytest

from released import bundled, nothing, small
from rtxoutcomes.presentation.order import is_reported
from rtxoutcomes.results.endpoints import ENDPOINTS, KEYS
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.text.citations import papers
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.methods import further_methods_template, known_methods, methods_template
from tables.made_up import released_of, row
from text.filled import COHORTS, text

# Described, and not written about one by one.
DESCRIPTIONS = {
    *("count", "event_count", "missing_count", "at_risk_count", "transition_count"),
    *("proportion_of_patients", "contributed_by_most_active", "engagement_groups", "mean", "sd"),
    *("median", "not_collected"),
    "number_of_permutations",
    *("lower_quartile", "upper_quartile", "minimum", "maximum"),
}


def test_every_method_has_its_block_and_every_block_is_a_method() -> None:
    assert list(known_methods()) == list(MethodKey)


def test_every_method_but_a_description_has_its_sentence() -> None:
    silent = {key for key, method in known_methods().items() if not method.says}

    assert silent == DESCRIPTIONS
    # What the manuscript says of a method the supplement can say in full.
    assert [k for k, method in known_methods().items() if method.main and not method.says] == []


def test_every_citation_of_a_method_is_a_paper() -> None:
    for method in known_methods().values():
        assert set(method.cite) <= set(papers())


def test_a_sentence_can_be_a_member_of_a_list() -> None:
    for method in known_methods().values():
        first = method.says.partition(" ")[0]
        assert first[:1].isupper() == bool(first)
        assert first[1:] == first[1:].lower()
        assert not method.says.endswith(".")


def test_a_sentence_of_the_manuscript_has_one_of_the_supplement_and_names_no_prose() -> None:
    for key, method in known_methods().items():
        if method.main:
            assert method.says, key
            assert method.main[0].isupper(), key
            assert not method.main.endswith("."), key
            assert "{method}" not in method.main, key


def test_methods_name_what_was_run_with_papers_and_nothing_else() -> None:
    written = " ".join(p.text for p in text("bundled").section("Statistical analysis"))

    assert re.search(r"by the Kaplan-Meier method with beta product .* \[\d+,\d+\]", written)
    assert "P values of the post hoc family of three EDSS tests were adjusted by the" in written
    # Room for it in a journal.
    assert len(written.split()) <= 400
    assert "should not be used in place of hypothesis tests" in written
    # Tests that nobody declared are not printed, and not described.
    assert "log-rank" not in written
    assert "Freeman and Halton" not in written
    assert "follow-up had ended by the landmark were excluded" in written
    assert "Wilson" not in written
    assert written.endswith("with their methods, are in the supplement.")
    bare = methods_template(draft(nothing()))
    assert "Clopper" not in bare
    assert "Holm" not in bare
    assert "landmark" not in bare


def test_the_supplement_has_the_alternatives_and_the_sensitivity_analyses() -> None:
    further = further_methods_template(draft(bundled()))

    assert "proportions have Wilson score intervals {{ cite.wilson1927 }}" in further
    assert "Sensitivity analyses: engagement up to a landmark" in further
    assert "log-rank" not in further
    bare = further_methods_template(draft(nothing()))
    assert "Wilson" not in bare
    assert "landmark" not in bare


@pytest.mark.parametrize("name", list(COHORTS))
def test_every_method_that_was_run_is_described_in_one_of_them(name: str) -> None:
    known = draft(COHORTS[name]())
    manuscript, further = methods_template(known), further_methods_template(known).lower()
    numbers = [n for key in KEYS for n in known.index.of(key) if n.status != "not_attempted"]

    for number in numbers:
        method = known_methods()[number.method_key]
        in_text = is_reported(known.index.study, number.analysis, number.endpoint)
        in_main = number.role == "reported" and method.main and in_text
        several = name != "one diagnosis empty"
        main = method.main if several else method.main_of_one or method.main
        says = method.says if several else method.of_one or method.says
        words, where = (main, manuscript) if in_main else (says.lower(), further)
        # An abbreviation is explained once.
        words = words.replace("heteroskedasticity-consistent (HC3)", "HC3")
        where = where.replace("heteroskedasticity-consistent (HC3)", "HC3")
        # What is around the words that a study fills in.
        for part in re.split(r" ?\(?\{\w+\}\)?", words):
            assert part in where, number.key


def test_the_manuscript_says_each_method_once() -> None:
    for name in COHORTS:
        sentences = re.split(r"(?<=\.) |\n\n", methods_template(draft(COHORTS[name]())))
        assert len(sentences) == len(set(sentences))


def test_paragraphs_are_headed_and_ordered_as_the_endpoints() -> None:
    written = further_methods_template(draft(small()))
    headings = re.findall(r"^\*\*(.+)\.\*\*", written, re.MULTILINE)
    names = {name: f"{{{{ study.{name} }}}}" for name in ("event", "events", "Event", "Events")}
    words = [each.words.format(groups="diagnoses", **names) for each in ENDPOINTS]

    assert {"{{ study.Event }}", "Follow-up", "Competing events", "Missing data"} <= set(headings)
    assert headings == [name for name in words if name in headings]


def test_each_sentence_of_a_role_is_written_once() -> None:
    known = draft(bundled())
    written = f"{methods_template(known)}\n\n{further_methods_template(known)}"
    for paragraph in written.split("\n\n"):
        lists = re.split(r"Alternatives: |Sensitivity analyses: ", paragraph)
        for part in lists:
            members = [m.strip(" .") for m in re.split(r"; |\. ", part) if m.strip(" .")]
            assert len(members) == len(set(members)), part


def test_rows_of_one_method_are_one_sentence_with_the_prose_of_each() -> None:
    made = released_of(
        *(
            row(
                f"engagement/relapse/all/{kind}",
                estimate=1.0,
                method=f"relapses after the landmark, {kind}",
                method_key=MethodKey.LANDMARK_POISSON,
                channel="skype",
                activity="session",
            )
            for kind in ("rate_ratio", "odds_ratio")
        )
    )

    written = further_methods_template(draft(made))

    assert written.count("were related by Poisson regression") == 1
    assert (
        "({{ relapse.all.rate_ratio:skype:session.method }}; "
        "{{ relapse.all.odds_ratio:skype:session.method }}) {{ cite."
    ) in written


def test_prose_with_a_bracket_is_printed_as_it_is() -> None:
    prose = "log-rank permutation [1 of 2]"
    key = "time_to_relapse/time_to_relapse/all/log_rank"
    rows = [
        row(key, p=0.5, method=prose, method_key=MethodKey.LOG_RANK_EXACT),
        row(key, p=0.6, method="another", method_key=MethodKey.LOG_RANK),
    ]

    assert f"({prose}) {{{{ cite." in further_methods_template(draft(released_of(*rows)))


def test_the_event_is_called_what_the_study_calls_it() -> None:
    key = MethodKey.MEAN_CUMULATIVE
    made = released_of(row("recurrent/relapse/all/mean_events", estimate=1.0, method_key=key))

    assert "The mean number of {{ study.events }} per patient" in further_methods_template(
        draft(made)
    )


def test_what_was_not_attempted_is_no_method() -> None:
    made = released_of(
        row(
            "relapse/relapse/all/rate",
            n=0,
            status="not_attempted",
            note="not_collected",
            method_key=MethodKey.GARWOOD,
        )
    )

    assert "Garwood" not in methods_template(draft(made))
    assert further_methods_template(draft(made)) == ""


def test_one_diagnosis_is_compared_with_no_other() -> None:
    alone = [
        row(f"flow/flow/{group}/enrolled", n=n, estimate=float(n))
        for group, n in (("RRMS", 9), ("SPMS", 0), ("NMOSD", 0))
    ]

    assert "Comparisons between" not in methods_template(draft(released_of(*alone)))
    assert "Comparisons between" in methods_template(draft(small()))


def test_a_study_without_a_declared_test_says_so_and_prints_no_p_value() -> None:
    made = released_of(row("relapse/relapse/all/rate", estimate=1.0))
    bare = replace(made, study=made.study.model_copy(update={"multiplicity": {}, "report": {}}))

    written = methods_template(draft(bare))

    assert "No hypothesis test was declared, and no P value is printed." in written
    assert "No hypothesis test" not in methods_template(draft(made))

import re
from dataclasses import replace

import pytest

from released import nothing
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.skeleton import skeleton
from text.filled import COHORTS, text


@pytest.mark.parametrize("name", list(COHORTS))
def test_the_skeleton_can_be_filled_whatever_the_cohort_holds(name: str) -> None:
    told = text(name)

    assert told.paragraphs[0].kind == "title"
    assert "{{" not in told.markdown
    assert [p.name for p in told.paragraphs if p.kind == "place"] == [
        *("tables", "figures", "appendix", "checklist"),
    ]


@pytest.mark.parametrize("name", list(COHORTS))
def test_no_digit_of_the_skeleton_is_typed(name: str) -> None:
    typed = re.sub(r"\{\{.*?\}\}", "", text(name).template)

    assert not re.search(r"\d", typed)


def test_it_tells_who_was_studied_and_what_was_measured() -> None:
    told = text("bundled").markdown

    assert "It included 99 patients: Relapsing-remitting MS (42)" in told
    assert "the change of EDSS (points) and Serum IgG (g/L)" in told
    assert "Skype session, WhatsApp message and WhatsApp question" in told
    assert "Engagement was measured in Skype and WhatsApp: Skype" in told
    assert "Engagement was" not in text("nothing").markdown


def test_a_study_without_flow_or_scores_has_a_skeleton_too() -> None:
    bare = nothing()
    study = bare.study.model_copy(update={"scores": ()})
    known = draft(replace(bare, estimates=bare.estimates.head(0), study=study))

    template = skeleton(known, [], [])

    assert "It included" not in template
    assert "to the first)." in template

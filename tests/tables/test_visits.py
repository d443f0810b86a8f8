"""Columns of visits under headings of their own."""

from released import bundled
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.tables import visits


def test_visits_are_named_by_their_month_where_all_scores_share_it() -> None:
    results = index(bundled())
    asked = [a for a in results.questions("change") if a.collected]

    assert visits.headings(asked) == {False: "At the last visit", True: "At 12 months"}
    assert visits.headings([a for a in asked if a.month != a.month]) == {False: "At the last visit"}


def test_each_visit_has_a_column_for_each_group() -> None:
    results = index(bundled())
    asked = [a for a in results.questions("change") if a.collected]

    header, spanners, places = visits.group_columns(results, asked, ["RRMS", "SPMS"], ".")

    assert header == ("RRMS (n = 42)", "SPMS (n = 43)") * 2
    assert spanners == ("", *(["At the last visit"] * 2), *(["At 12 months"] * 2))
    assert places == ((False, "RRMS"), (False, "SPMS"), (True, "RRMS"), (True, "SPMS"))


def test_questions_are_gathered_by_score() -> None:
    results = index(bundled())
    found = visits.by_score(a for a in results.questions("change") if a.collected)

    assert list(found) == ["edss", "igg"]
    assert {tuple(sorted(own)) for own in found.values()} == {(False, True)}
    at = list(visits.answers_at(found["edss"], [(True, "RRMS")]))
    assert [(answers is found["edss"][True], group) for answers, group in at] == [(True, "RRMS")]

from dataclasses import replace

from rtxoutcomes.tables.further import analyses, further
from tables.made_up import released, released_of, row


def lines(analysis: str) -> list[str]:
    return [" | ".join(line) for line in further(released(), analysis).rows]


def test_other_intervals_and_zero_rules_stand_with_their_methods() -> None:
    assert "Proportion | Relapsing-remitting MS | 42 | 19 (<1 to 34) % | – | Clopper-Pearson" in (
        lines("relapse")
    )
    assert (
        "Signed-rank test | Relapsing-remitting MS | 42 | – | 0.080 | exact signed rank, Pratt"
        in lines("change")
    )
    assert (
        "Free of relapse at 12 months | Relapsing-remitting MS | 42 | 86 (70 to 95) % | – | "
        "beta product" in lines("time_to_relapse")
    )


def test_hodges_lehmann_stands_here_with_its_missing_limit_and_note() -> None:
    assert (
        "Hodges-Lehmann change | Relapsing-remitting MS | 42 | −0.25 (−0.50 to no limit) [a] | – | "
        "Hodges-Lehmann, all Walsh averages" in lines("change")
    )


def test_what_a_main_table_shows_is_not_repeated() -> None:
    assert not any("Wilson" in line for line in lines("relapse"))
    # The test of all groups is only told below the main table: here it has its row.
    assert any(line.startswith("Test between diagnoses") for line in lines("relapse"))


def test_one_quantity_of_all_groups_stands_together() -> None:
    told = [line.split(" | ")[0] for line in lines("relapse")]

    assert told == sorted(told, key=told.index)


def test_a_quantity_that_no_table_knows_has_its_row_here() -> None:
    table = further(
        released_of(row("relapse/relapse/all/new_idea", estimate=2.0, role="reported")), "relapse"
    )

    assert table.rows == (
        ("Relapse", "", "", "", "", ""),
        ("New idea", "All patients", "42", "2.00", "–", "made up"),
    )


def test_an_analysis_that_no_table_knows_is_shown_whole() -> None:
    released = released_of(row("new_thing/edss/RRMS/idea", estimate=2.0))

    table = further(released, "new_thing")

    assert analyses(released) == ("new_thing",)
    assert (table.key, table.title) == ("further_new_thing", "New thing")
    assert table.rows[1][3] == "2.00"


def test_rates_of_adverse_events_are_per_hundred_years_as_in_their_table() -> None:
    table = further(
        released_of(
            row(
                "safety/adverse_events/all/rate_of_something",
                estimate=0.0352,
                unit="per person-year",
                role="beside",
            )
        ),
        "safety",
    )

    assert table.rows[1][0].endswith("per 100 person-years")
    assert table.rows[1][3] == "3.5"


def test_a_statistic_has_its_column_with_its_degrees_of_freedom() -> None:
    tested = row("relapse/relapse/all/test", p=0.5, method="t")
    whole = replace(tested.value, statistic=2.345, df=3.0)
    part = replace(tested.value, statistic=2.345, df=3.25, method="Welch")
    alone = replace(tested.value, statistic=2.345, method="alone")
    without = replace(tested.value, method="none")

    table = further(
        released_of(*(replace(tested, value=v) for v in (whole, part, alone, without))), "relapse"
    )

    assert table.header[4] == "Statistic (df)"
    assert [line[4] for line in table.rows[1:]] == ["2.35 (3)", "2.35 (3.3)", "2.35", "–"]

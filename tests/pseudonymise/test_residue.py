"""Identifying words that remain in texts."""

from pseudonymise.small import FIELDS, PATIENTS, made, people, plan_of, raw_of
from rtxoutcomes.pseudonymise.residue import residue

TREATED = PATIENTS + 'prior_treatment = "before"\n'
HEAD = "no,name,ward,note,dx,seen,before"


def lines_with_residue(*cells: str) -> list[int]:
    """The raw lines with a finding, where a patient's former treatment is each of these."""
    rows = [
        f"1000{k},Xan Doe,{'A' if k % 2 else 'B'},rash at night,RRMS,2021-01-01,{cell}"
        for k, cell in enumerate(cells)
    ]
    drug = ["no,given", *(f"1000{k},2020-01-01" for k in range(len(cells)))]
    raw = raw_of(plan_of(TREATED), drug=drug, people=[HEAD, *rows])
    return sorted(v.line or 0 for v in residue(raw, made(raw), FIELDS, people(raw).names))


def test_the_id_and_the_name_of_the_patient_are_found_in_words() -> None:
    assert lines_with_residue(
        "azathioprine", "as 10001 had", "by Mrs DOE", "\u06f1\u06f0\u06f0\u06f0\u06f3"
    ) == [
        3,
        4,
        5,
    ]


def test_another_patient_s_number_short_words_and_free_text_are_no_name() -> None:
    assert lines_with_residue("10009 mg", "A", "rash", "") == []


def in_words_of(name: str, text: str) -> bool:
    """Whether a text with a word of this name is found in the row of its patient."""
    people_table = ["no,full name,dx,seen,before", f"1,{name},RRMS,2021-01-01,{text}"]
    raw = raw_of(plan_of(TREATED), drug=["no,given", "1,2020-01-01"], people=people_table)
    return bool(residue(raw, made(raw), FIELDS, people(raw).names))


def test_a_word_of_a_name_has_at_least_three_letters() -> None:
    assert in_words_of("Xan of Roe", "first roe")
    assert in_words_of("Xan Fa Roe", "xan")
    assert not in_words_of("Xan of Roe", "made of milk")


def test_a_column_of_more_than_three_words_a_cell_is_no_column_of_names() -> None:
    assert in_words_of("Xan Yul Roe", "as xan")
    assert not in_words_of("Xan Yul Roe Doe", "as xan")


def test_a_column_of_few_cells_is_no_column_of_names_unless_it_is_called_so() -> None:
    rows = [f"{k},{n},RRMS,2021-01-01,told by {n}" for k, n in enumerate(["Xan", "Yul", "Zoe"])]
    rows.append("3,Wim,RRMS,2021-01-01,told by Wim")
    raw = raw_of(
        plan_of(TREATED),
        drug=["no,given", *(f"{k},2020-01-01" for k in range(4))],
        people=["no,who,dx,seen,before", *rows],
    )

    assert residue(raw, made(raw), FIELDS, people(raw).names) == []


def test_columns_that_distinguish_people_are_names_whatever_they_are_called() -> None:
    head = "no,who,dx,seen,before"
    names = ["Xan", "Yul", "Zoe", "Wim", "Ugo"]
    rows = [f"{k},{n},RRMS,2021-01-01,told by {n}" for k, n in enumerate(names)]
    drug = ["no,given", *(f"{k},2020-01-01" for k in range(5))]

    raw = raw_of(plan_of(TREATED), drug=drug, people=[head, *rows])
    violations = residue(raw, made(raw), FIELDS, people(raw).names)

    assert sorted(v.line or 0 for v in violations) == [2, 3, 4, 5, 6]
    assert all("[text, 11 characters]" in v.sentence() for v in violations)
    assert not any(n in v.sentence() for n in names for v in violations)


def test_words_that_the_map_itself_gives_are_not_judged() -> None:
    given = PATIENTS + 'prior_treatment = { value = "Doe" }\n'
    raw = raw_of(plan_of(given))

    assert residue(raw, made(raw), FIELDS, people(raw).names) == []

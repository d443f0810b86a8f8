"""What must not come through in words."""

from pseudonymise.small import FIELDS, PATIENTS, made, people, plan_of, raw_of
from rtxoutcomes.pseudonymise.residue import residue

TREATED = PATIENTS + 'prior_treatment = "before"\n'
HEAD = "no,name,ward,note,dx,seen,before"


def found(*cells: str) -> list[int]:
    """The raw lines with a finding, where a patient's former treatment is each of these."""
    rows = [
        f"1000{k},Xan Doe,{'A' if k % 2 else 'B'},rash at night,RRMS,2021-01-01,{cell}"
        for k, cell in enumerate(cells)
    ]
    drug = ["no,given", *(f"1000{k},2020-01-01" for k in range(len(cells)))]
    raw = raw_of(plan_of(TREATED), drug=drug, people=[HEAD, *rows])
    return sorted(v.line or 0 for v in residue(raw, made(raw), FIELDS, people(raw).names))


def test_the_id_and_the_name_of_the_patient_are_found_in_words() -> None:
    assert found(
        "azathioprine", "as 10001 had", "by Mrs DOE", "\u06f1\u06f0\u06f0\u06f0\u06f3"
    ) == [
        3,
        4,
        5,
    ]


def test_another_patient_s_number_short_words_and_free_text_are_no_name() -> None:
    assert found("10009 mg", "A", "rash", "") == []


def test_columns_that_tell_people_apart_are_names_whatever_they_are_called() -> None:
    head = "no,who,dx,seen,before"
    names = ["Xan", "Yul", "Zoe", "Wim", "Ugo"]
    rows = [f"{k},{n},RRMS,2021-01-01,told by {n}" for k, n in enumerate(names)]
    drug = ["no,given", *(f"{k},2020-01-01" for k in range(5))]

    raw = raw_of(plan_of(TREATED), drug=drug, people=[head, *rows])
    told = residue(raw, made(raw), FIELDS, people(raw).names)

    assert sorted(v.line or 0 for v in told) == [2, 3, 4, 5, 6]
    assert all("[text, 11 characters]" in v.sentence() for v in told)
    assert not any(n in v.sentence() for n in names for v in told)


def test_words_that_the_map_itself_gives_are_not_judged() -> None:
    given = PATIENTS + 'prior_treatment = { value = "Doe" }\n'
    raw = raw_of(plan_of(given))

    assert residue(raw, made(raw), FIELDS, people(raw).names) == []

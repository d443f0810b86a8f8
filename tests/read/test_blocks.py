import pytest

from rtxoutcomes.errors import StudyError, StyleError
from rtxoutcomes.read.blocks import MOST_LISTED, parse_block
from rtxoutcomes.style import Style


def faults(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(StyleError) as caught:
        parse_block(content, "mine.toml", Style, StyleError)
    assert caught.value.__context__ is None
    return [(problem.path, problem.must) for problem in caught.value.problems]


def test_a_block_is_what_the_file_says() -> None:
    style = parse_block(b'\xef\xbb\xbfname = "mine"', "mine.toml", Style, StyleError)

    assert style.name == "mine"


def test_every_fault_has_the_path_of_its_key() -> None:
    problems = dict(faults(b'names = "x"\n[p_values]\nfloor = 2\nsteps = [{ at_least = 0 }]\n'))

    assert problems["names"] == "is not a key of a style file; did you mean name?"
    assert "less than or equal to 0.05" in problems["p_values.floor"]
    assert problems["p_values.steps[0].digits"] == "is missing"


def test_an_empty_list_is_a_fault_and_one_whose_item_is_faulty_is_no_second_one() -> None:
    empty = b"[p_values]\nfloor = 2\nsteps = []\n"
    faulty = b"[p_values]\nsteps = [{ at_least = 2, digits = 2 }]\n"

    assert [path for path, _ in faults(empty)] == ["p_values.floor", "p_values.steps"]
    assert [path for path, _ in faults(faulty)] == ["p_values.steps[0].at_least"]


def test_a_fault_of_our_own_is_reported_without_its_prefix() -> None:
    assert faults(b"[p_values]\nsteps = [{ at_least = 0.5, digits = 2 }]\n") == [
        ("p_values.steps", "must begin at 0 and rise")
    ]


@pytest.mark.parametrize(
    ("content", "must"),
    [(b"\xff\xfe", "must be UTF-8 text"), (b"name = ", "must be TOML"), (b"[" * 5000, "TOML")],
)
def test_a_file_that_is_no_toml_is_a_fault(content: bytes, must: str) -> None:
    with pytest.raises(StudyError, match=must) as caught:
        parse_block(content, "mine.toml", Style, StudyError)

    assert "in the study file" in str(caught.value)


@pytest.mark.parametrize("part", [b"a", b'"a"', b"'a b' "])
def test_a_key_of_very_many_parts_is_not_parsed(part: bytes) -> None:
    deep = faults(b"name = 'mine'\n" + b".".join([part] * 100_000) + b" = 1")

    assert deep == [("file", "must not hold a key of more than 32 parts")]
    assert faults(b".".join([part] * 9) + b"= 1")[0][1].startswith("is not a key of a style file")


def test_a_key_is_shown_without_what_a_terminal_would_obey() -> None:
    (path, _), (long, _) = faults(b'"\\u001b[31m" = 1\n' + b"k" * 500 + b" = 1")

    assert path == r"'\x1b[31m'"
    assert len(long) < 70


def test_of_very_many_faults_the_first_are_listed() -> None:
    found = faults(b"".join(b"k%d = 1\n" % k for k in range(1_000)))

    assert len(found) == MOST_LISTED + 1
    assert found[-1] == ("file", "has 800 more faults like these")
    just = faults(b"".join(b"k%d = 1\n" % k for k in range(MOST_LISTED)))
    assert [place for place, _ in just].count("file") == 0

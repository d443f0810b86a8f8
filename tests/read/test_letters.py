"""Names of columns of a spreadsheet."""

from rtxoutcomes.read.letters import letters_of, number_of


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    """The last column of a sheet of Excel, 16,384, is XFD."""
    names = {0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16_383: "XFD"}

    assert {k: letters_of(k) for k in names} == names
    assert {number_of(name): name for name in names.values()} == names

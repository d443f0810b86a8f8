"""What may identify somebody: in a cell, in the name of a column, in the name of a file."""

from rtxoutcomes.identity.column_names import names_somebody
from rtxoutcomes.identity.folding import fold, invisible
from rtxoutcomes.identity.marks import Mark, masked, plain_kind
from rtxoutcomes.identity.numbers import looks_like_mobile, national_code, phone_mark
from rtxoutcomes.identity.values import value_mark

__all__ = [
    "Mark",
    "fold",
    "invisible",
    "looks_like_mobile",
    "masked",
    "names_somebody",
    "national_code",
    "phone_mark",
    "plain_kind",
    "value_mark",
]

"""What may identify somebody: in cells, in names of columns and in names of files."""

from rtxoutcomes.identity.column_names import names_somebody
from rtxoutcomes.identity.folding import fold, fold_name
from rtxoutcomes.identity.marks import Mark, masked, plain_kind
from rtxoutcomes.identity.numbers import looks_like_mobile, national_code, phone_mark
from rtxoutcomes.identity.values import (
    name_mark,
    safe_name,
    shown_path,
    text_mark,
    value_mark,
)

__all__ = [
    "Mark",
    "fold",
    "fold_name",
    "looks_like_mobile",
    "masked",
    "name_mark",
    "names_somebody",
    "national_code",
    "phone_mark",
    "plain_kind",
    "safe_name",
    "shown_path",
    "text_mark",
    "value_mark",
]

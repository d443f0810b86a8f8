"""Which quantities the tests of a declared family are, by the last part of their key."""

from collections.abc import Mapping
from types import MappingProxyType

from rtxoutcomes.results.quantity import Quantity

TESTS: Mapping[str, tuple[Quantity, ...]] = MappingProxyType(
    {
        "t": (Quantity.MEAN_CHANGE, Quantity.GEOMETRIC_MEAN_RATIO),
        "signed_rank": (Quantity.SIGNED_RANK,),
        "sign": (Quantity.SIGN_TEST,),
        "between_groups": (Quantity.BETWEEN_GROUPS,),
        "log_rank": (Quantity.LOG_RANK,),
    }
)

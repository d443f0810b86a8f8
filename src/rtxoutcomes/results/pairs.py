"""Which test an interval inverts: P and the interval of such a pair never contradict each other."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.method import MethodKey

# t statistics, profile likelihoods, exact conditional tests with doubled tails and permutations
# give P and limits in one result.
_OF_ONE_RESULT = (
    *(MethodKey.PAIRED_T, MethodKey.GEOMETRIC_MEAN_RATIO, MethodKey.MEAN_THEIL_SEN),
    *(MethodKey.ADJUSTED_CHANGE, MethodKey.LANDMARK_CHANGE),
    *(MethodKey.LINEAR, MethodKey.LINEAR_HC3, MethodKey.MULTIPLE_IMPUTATION),
    *(MethodKey.POISSON_REGRESSION, MethodKey.LANDMARK_POISSON, MethodKey.NEGATIVE_BINOMIAL),
    *(MethodKey.COX, MethodKey.FIRTH_COX, MethodKey.LANDMARK_COX),
    *(MethodKey.CUMULATIVE_COX, MethodKey.RECENT_COX),
    *(MethodKey.LOGISTIC, MethodKey.FIRTH_LOGISTIC, MethodKey.LANDMARK_LOGISTIC),
    *(MethodKey.CUMULATIVE_HAZARD_RATIO, MethodKey.RESTRICTED_MEAN_DIFFERENCE),
    *(MethodKey.RISK_DIFFERENCE_MELDED, MethodKey.SURVIVAL_DIFFERENCE_MELDED),
    *(MethodKey.TOBIT_RATIO, MethodKey.CENSORED_BIVARIATE),
    *(MethodKey.QUASI_POISSON_RATIO, MethodKey.SIGN_TEST, MethodKey.RELATIVE_EFFECT),
    *(MethodKey.CONDITIONAL_ODDS_RATIO, MethodKey.EXACT_RATE_RATIO, MethodKey.EXACT_BEFORE_AFTER),
)
# The method of an interval whose test is in a row of its own -> that of the test.
_OF_TWO_RESULTS: Mapping[MethodKey, MethodKey] = MappingProxyType(
    {MethodKey.HODGES_LEHMANN: MethodKey.SIGNED_RANK}
)
# Every method whose interval has a pair; others name it in their results.
PAIRED = (*_OF_ONE_RESULT, *_OF_TWO_RESULTS, MethodKey.NET_PROPORTION_MELDED)


def pair_of(value: Estimate) -> str:
    """The method key of the test that the interval of a result inverts; empty without one."""
    if math.isnan(value.conf_low) and math.isnan(value.conf_high):
        return ""
    if value.p_pair:
        return value.p_pair
    if value.method_key in _OF_ONE_RESULT and not math.isnan(value.p_value):
        return value.method_key
    return _OF_TWO_RESULTS.get(value.method_key, "")

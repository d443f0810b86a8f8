"""A coefficient of a model on its log scale and as a ratio: two estimates of one inference."""

import math
from dataclasses import replace

from rtxoutcomes.estimate.likelihood.profile import Inference
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import NAN, Estimate, Note
from rtxoutcomes.results.measure import Measure

# exp of more exceeds the range of a double.
_LARGEST = 700.0
# With these notes the model does not apply; with others the data do not determine its estimate.
_NOT_ATTEMPTED: tuple[Note, ...] = ("no_events", "all_events", "rank_deficient")


def log_and_ratio(
    sample: Sample, inference: Inference, note: Note = ""
) -> tuple[Estimate, Estimate]:
    """The coefficient, and its exponential with the same test and the limits exponentiated.

    The kind of the sample is that of the ratio. The standard error is that of the logarithm in
    both. Where the estimate or a limit does not exist, both are `bound_only` with the note
    `monotone_likelihood`; without a P value, `not_estimable`, `not_converged`. `note` is that of a
    complete result.
    """
    if math.isnan(inference.p_value):
        return no_log_and_ratio(sample, "not_converged")
    ratio = replace(
        inference,
        estimate=_exp(inference.estimate),
        conf_low=_exp(inference.conf_low),
        conf_high=_exp(inference.conf_high),
    )
    return _log(_estimate(sample, inference, note)), _estimate(sample, ratio, note)


def no_log_and_ratio(sample: Sample, note: Note) -> tuple[Estimate, Estimate]:
    """The coefficient and the ratio without a number, and why."""
    ratio = unfitted(sample, note)
    return _log(ratio), ratio


def unfitted(sample: Sample, note: Note) -> Estimate:
    """A result of a model that was not fitted, and why."""
    return sample.not_attempted(note) if note in _NOT_ATTEMPTED else sample.not_estimable(note)


def _estimate(sample: Sample, inference: Inference, note: Note = "") -> Estimate:
    """The result of an inference; `monotone_likelihood` where the estimate or a limit is NaN."""
    ends = (inference.estimate, inference.conf_low, inference.conf_high)
    complete = not any(map(math.isnan, ends))
    result = sample.result(
        estimate=inference.estimate,
        std_error=inference.std_error,
        conf_low=inference.conf_low,
        conf_high=inference.conf_high,
        statistic=inference.statistic,
        df=inference.df,
        p_value=inference.p_value,
        status="ok" if complete else "bound_only",
        note=note if complete else "monotone_likelihood",
    )
    # Wald's limits invert the z test, profile limits the likelihood-ratio test.
    return replace(result, p_pair=sample.kind.method_key)


def _log(ratio: Estimate) -> Estimate:
    return replace(ratio, measure=Measure.DIFFERENCE)


def _exp(value: float) -> float:
    return NAN if math.isnan(value) or value > _LARGEST else math.exp(value)

# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Did taking part go with better outcomes?
#
# The study's own question, and the easiest one to answer wrongly. The cohort is **made up**, and
# its engagement was drawn from patients' ids and follow-up alone: whatever association shows up
# below is chance. The published article gives no number on engagement, so nothing here is
# compared with one.

# %%
import rtxoutcomes as rtx

study = rtx.read_study("nabiuni2023")
cohort = rtx.bundled_cohort()
cohort

# %% [markdown]
# ## First, who took part
#
# Description before any model: how many never took part, how much the others did, and how few did
# most of it. Totals belong here, and nowhere else.

# %%
described = rtx.engagement_description(cohort, study)
columns = ["channel", "activity", "quantity", "n", "events", "estimate", "unit"]
described.loc[described["group"] == "all", columns]

# %% [markdown]
# ## The wrong regression, refused
#
# Put each patient's total number of messages into a model of relapse, and engagement seems to
# protect: who relapsed early had less time to write. Count over the whole follow-up instead, and
# it seems to harm, since a relapse makes people write. In simulated cohorts of this size, without
# any effect, such models claim one in up to nine of ten. The package does not fit them.

# %%
try:
    rtx.engagement_effects(cohort, study, outcome="relapse", exposure="total")
except rtx.ImmortalTimeError as refusal:
    print(refusal)

# %% [markdown]
# ## The landmark
#
# What was done in the first three months, against relapses after them. Who relapsed or left
# before is left out and counted (`dropped`). The hazard ratio is per doubling of (1 + count), by
# Cox regression with Firth's penalty, since some sixteen events are few.

# %%
effects = rtx.engagement_effects(cohort, study, outcome="relapse", exposure="landmark")
exposure = ["channel", "activity", "month"]
numbers = ["n", "dropped", "events", "estimate", "conf_low", "conf_high", "p_value", "note"]
effects.loc[effects["role"] == "reported", [*exposure, *numbers]]

# %% [markdown]
# How large would an effect have to be for a study of this size to find it four times out of five?
# The planning value, in the unit of the table. It comes from the events and the spread of the
# exposure; it is not the power of what was observed.

# %%
primary = effects.query("model == 'landmark' and month == 3")
size = primary["quantity"].isin(["planning_value", "events_per_parameter"])
primary.loc[size, [*exposure, "quantity", "events", "estimate"]]

# %% [markdown]
# ## Everybody, at every moment
#
# The time-varying model leaves nobody out: exposure is what was done up to each moment, less a
# lag of three months, because people may write more when a relapse is coming on. Lags of 0 and 1
# show how much hangs on it.

# %%
varying = rtx.engagement_effects(cohort, study, exposure="cumulative")
varying.loc[varying["role"] == "sensitivity", [*exposure, "model", *numbers]]

# %% [markdown]
# ## Does the method cry wolf in this cohort?
#
# Patients of one diagnosis and similar follow-up exchange their histories, two hundred times.
# What a model then finds is chance; it should claim an effect in about one of twenty.

# %%
dated = rtx.engagement_effects(cohort, study)
sizes = dated[dated["quantity"] == "permutation_rejections"]
sizes[["endpoint", *exposure, "model", "n", "estimate", "conf_low", "conf_high"]]

# %% [markdown]
# ## All of it at once
#
# Every model of the plan, so that none is picked because of its result.

# %%
inside = rtx.internal(rtx.analyse(cohort, study))
rtx.figures.engagement_over_time(inside)

# %%
rtx.figures.engagement(inside)

# %% [markdown]
# ## What can be said, and what cannot
#
# - Early engagement went neither with fewer nor with more relapses; the intervals hold anything
#   from a clear benefit to a clear harm. That is no proof of no effect.
# - `not_identifiable` stands on every row: drug and groups began together for everybody. No model
#   can tell what the groups did from what the drug did.
# - Nobody was assigned to write. Whatever a real cohort shows here is an association.

# %%
set(effects.loc[effects["status"] == "ok", "note"])

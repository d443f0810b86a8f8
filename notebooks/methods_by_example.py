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
# # Methods by example
#
# Each method on the smallest data on which its choice matters. `rtxoutcomes.estimate` needs no
# cohort: counts and arrays in, an `Estimate` with its method, status and note out.

# %%
import numpy as np

from rtxoutcomes.estimate import proportion

# %% [markdown]
# ## One attack among fourteen
#
# A normal interval would reach below zero. Wilson's is reported for efficacy, Clopper-Pearson's for
# safety, and both are stored.

# %%
told = proportion(1, 14)
for value in (told.wilson, told.clopper_pearson):
    print(f"{value.method}: {value.estimate:.3f} ({value.conf_low:.3f} to {value.conf_high:.3f})")

# %% [markdown]
# ## No attack at all is not no risk

# %%
none = proportion(0, 14).clopper_pearson
print(f"0 of 14: at most {none.conf_high:.3f}, note {none.note or 'none'}")

# %% [markdown]
# ## Ties and zeros
#
# EDSS moves in halves, here counted in whole steps. Nine patients fell by two steps, three did not
# move, two rose by one. The exact test given the ties is not the tabled one, and the rule for zeros
# moves the P value.

# %%
from rtxoutcomes.estimate import signed_rank

steps = np.array([-2] * 9 + [0] * 3 + [1] * 2)
for zeros in ("wilcoxon", "pratt"):
    exact = signed_rank(steps, zeros)
    print(f"{exact.method}: P = {exact.p_value:.4f}")

# %% [markdown]
# ## When nobody changed, there is nothing to test
#
# A status and a reason stand instead of a number; nothing is printed as P = 1 or P = 0.

# %%
same = signed_rank(np.zeros(8, dtype=np.int64))
print(same.status, same.note, same.p_value)

# %% [markdown]
# ## A mean change, and a shift
#
# The mean with its t interval is what readers expect. The Hodges-Lehmann shift belongs to the
# signed-rank test: it excludes 0 exactly where that test rejects.

# %%
from rtxoutcomes.estimate import hodges_lehmann, mean_change

mean = mean_change(steps * 0.5)
shift = hodges_lehmann(steps, 0.5)
for value in (mean, shift):
    print(f"{value.method}: {value.estimate:.2f} ({value.conf_low:.2f} to {value.conf_high:.2f})")

# %% [markdown]
# ## A curve with one event
#
# The log-log limits of Kaplan-Meier stay where they are however few patients are left. The beta
# product band widens with them; both are drawn.

# %%
import rtxoutcomes as rtx

study = rtx.read_study("nabiuni2023")
cohort = rtx.bundled_cohort()
results = rtx.analyse(cohort, study)
curve = results.curves.query("group == 'NMOSD'")
curve[["month", "at_risk", "survival", "conf_low", "conf_high", "band_low", "band_high"]].iloc[
    [1, 5, -1]
].round(3)

# %%
inside = rtx.internal(results)
rtx.figures.time_to_relapse(inside)

# %% [markdown]
# ## Three tests, one family
#
# The family of tests is declared in the study file and adjusted by Holm. Its size is the number
# planned, whatever the data hold.

# %%
change = rtx.score_change(cohort, study, "edss")
last_visit = change[change["month"].isna()]
last_visit.query("quantity == 'mean_change'")[
    ["group", "n", "estimate", "p_value", "p_adjusted"]
].round(3)

# %% [markdown]
# ## Regression to the mean
#
# Who began high by chance is lower the next time. Against the average of both values, unlike
# against the first, change does not fall by itself.

# %%
rtx.figures.oldham_plot(inside, "edss")

# %%
rtx.figures.score_transitions(inside, "edss")

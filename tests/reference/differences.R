# What R itself answers where this package answers otherwise on purpose.
# Run from the repository root: Rscript tests/reference/differences.R
suppressPackageStartupMessages({library(survival); library(jsonlite)})
change <- c(-1, -1, -.5, -.5, -.5, .5, -1, -1, .5, -1.5, 0, 0, 0, 0)
hl <- suppressWarnings(wilcox.test(change, exact = FALSE, correct = FALSE, conf.int = TRUE))
normal <- suppressWarnings(wilcox.test(change, exact = FALSE, correct = TRUE))
two <- fisher.test(matrix(c(11, 31, 0, 14), 2, byrow = TRUE))
d <- data.frame(months = c(3, 5, 7, 7, 9, 12, 12, 14, 18, 20), event = c(1, 0, 1, 1, 0, 1, 0, 0, 1, 0))
limits <- summary(survfit(Surv(months, event) ~ 1, d), times = 12)
poisson <- poisson.test(c(4, 1), c(10, 30))
write_json(list(
  r_version = R.version.string, packages = list(survival = as.character(packageVersion("survival"))),
  hodges_lehmann = unname(hl$estimate), signed_rank = normal$p.value,
  fisher = two$p.value, fisher_low = two$conf.int[1],
  survival_log_low = limits$lower, survival_log_high = limits$upper,
  rate_ratio = poisson$p.value
), "tests/reference/differences.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)

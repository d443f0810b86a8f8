# Cumulative incidence where another end competes: survival 3.5 on made-up patients with ties.
# Run from the repository root: Rscript tests/reference/competing.R
suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

groups <- list(
  ties = list(
    months = c(2, 4, 4, 4, 6, 6, 7, 9, 9, 9, 12, 12, 15, 18, 18, 20),
    cause = c(1, 1, 2, 0, 2, 2, 1, 1, 0, 2, 0, 1, 0, 1, 0, 0)
  ),
  all_gone = list(months = c(3, 5, 5, 8), cause = c(1, 2, 1, 2)),
  three_causes = list(
    months = c(1.5, 2, 2, 3.5, 3.5, 5, 6, 6, 8, 11),
    cause = c(3, 1, 2, 1, 0, 3, 2, 2, 1, 0)
  ),
  one_cause = list(months = c(2, 3, 3, 5, 7, 7, 10), cause = c(1, 0, 1, 1, 0, 1, 0))
)

# The factor must have a level for each cause, else survfit fits a plain survival curve.
describe <- function(g) {
  causes <- sort(unique(g$cause[g$cause > 0]))
  state <- factor(g$cause, 0:max(2, causes))
  id <- seq_along(g$months)
  fit <- survfit(Surv(g$months, state) ~ 1, id = id)
  column <- function(m, k) unname(m[, k + 1])
  list(
    months = g$months, cause = g$cause, time = fit$time, n_risk = unname(fit$n.risk[, 1]),
    causes = lapply(causes, function(k) {
      list(
        cause = k, incidence = column(fit$pstate, k), std_error = column(fit$std.err, k),
        # Limits symmetric on the scale of log(-log incidence), at level 0.9, at month 6.
        at_6 = {
          i <- max(which(fit$time <= 6))
          p <- column(fit$pstate, k)[i]
          se <- column(fit$std.err, k)[i]
          h <- qnorm(0.95) * se / (p * log(p))
          if (p > 0 && p < 1) sort(c(p^exp(-h), p^exp(h))) else c(NA, NA)
        }
      )
    })
  )
}

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")),
    groups = lapply(groups, describe)
  ),
  "tests/reference/competing.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

# Reference results for events before against after in the same patients, on made-up counts.
# Run from the repository root: Rscript tests/reference/before_after.R

library(jsonlite)

sets <- list(
  one_ratio = list(before = c(1, 2, 0, 1), after = c(0, 1, 1, 0), s = rep(1, 4), t = rep(1.5, 4)),
  unequal = list(
    before = c(2, 1, 1, 3, 0, 1, 2, 1), after = c(0, 1, 0, 1, 0, 0, 2, 0), s = rep(1, 8),
    t = c(1, 1.25, 1.5, 2, 2.5, 3, 3.25, 1.75)
  ),
  none_after = list(
    before = c(2, 1, 1), after = c(0, 0, 0), s = c(1, 1, 1), t = c(1.5, 2, 2.75)
  ),
  none_before = list(
    before = c(0, 0, 0), after = c(1, 0, 2), s = c(1, 1, 1), t = c(1.5, 2, 2.75)
  ),
  worse = list(
    before = c(0, 1, 0, 0, 1), after = c(3, 2, 1, 4, 2), s = c(1, 1, 2, 1, 0.5),
    t = c(1.5, 1, 1.75, 2, 3)
  )
)

# The law of the sum of independent binomials, built one patient at a time by convolution.
law <- function(s, log_ratio) {
  told <- 1
  for (i in seq_along(s$before)) {
    size <- s$before[i] + s$after[i]
    share <- plogis(log(s$t[i] / s$s[i]) + log_ratio)
    told <- convolve(told, rev(dbinom(0:size, size, share)), type = "open")
  }
  told
}

# convolve() uses the Fourier transform, whose errors are absolute: tails near 0 are made by sums.
law_by_sums <- function(s, log_ratio) {
  told <- 1
  for (i in seq_along(s$before)) {
    size <- s$before[i] + s$after[i]
    one <- dbinom(0:size, size, plogis(log(s$t[i] / s$s[i]) + log_ratio))
    more <- numeric(length(told) + size)
    for (k in 0:size) {
      place <- seq_along(told) + k
      more[place] <- more[place] + told * one[k + 1]
    }
    told <- more
  }
  told
}

describe <- function(s, level) {
  seen <- sum(s$after)
  total <- seen + sum(s$before)
  stopifnot(max(abs(law(s, 0.3) - law_by_sums(s, 0.3))) < 1e-12)
  below <- function(b) sum(law_by_sums(s, b)[1:(seen + 1)])
  above <- function(b) sum(law_by_sums(s, b)[(seen + 1):(total + 1)])
  root <- function(f) exp(uniroot(f, c(-15, 15), tol = 1e-14)$root)
  tail <- (1 - level) / 2
  mean_after <- function(b) sum(law_by_sums(s, b) * 0:total)
  list(
    set = s, level = level, p = min(1, 2 * min(below(0), above(0))),
    estimate = if (seen == 0) 0 else if (seen == total) NA else
      root(function(b) mean_after(b) - seen),
    low = if (seen == 0) 0 else root(function(b) above(b) - tail),
    high = if (seen == total) NA else root(function(b) below(b) - tail)
  )
}

pooled <- poisson.test(
  c(sum(sets$one_ratio$after), sum(sets$one_ratio$before)), c(6, 4)
)

write_json(
  list(
    r = R.version.string, stats = as.character(packageVersion("stats")),
    jsonlite = as.character(packageVersion("jsonlite")),
    cases = c(lapply(sets, describe, level = 0.95), list(narrow = describe(sets$unequal, 0.9))),
    poisson_test = list(estimate = as.numeric(pooled$estimate), conf = as.numeric(pooled$conf.int))
  ),
  "tests/reference/before_after.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

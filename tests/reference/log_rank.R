# Reference results for log-rank tests: survival and coin, on made-up patients.
# Run from the repository root: Rscript tests/reference/log_rank.R

suppressPackageStartupMessages({
  library(survival)
  library(coin)
  library(jsonlite)
})

sets <- list(
  two = list(
    months = c(3, 5, 7, 7, 9, 12, 12, 14, 18, 20),
    event = c(1, 0, 1, 1, 0, 1, 0, 0, 1, 0),
    group = c(0, 0, 0, 0, 0, 1, 1, 1, 1, 1)
  ),
  # Follow-up is shorter in the second group, sizes differ, times are tied across groups.
  unequal = list(
    months = c(4, 6, 6, 9, 15, 15, 22, 30, 2, 6, 7, 12),
    event = c(1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0),
    group = c(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)
  ),
  three = list(
    months = c(2, 5, 5, 9, 3, 5, 11, 8, 14, 14),
    event = c(1, 1, 0, 1, 1, 0, 1, 0, 1, 0),
    group = c(0, 0, 0, 0, 1, 1, 1, 2, 2, 2)
  ),
  four = list(
    months = c(1, 4, 6, 2, 4, 9, 3, 8, 5, 10, 12),
    event = c(1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0),
    group = c(0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3)
  ),
  # The third group is gone before the first event and cannot say anything.
  gone = list(
    months = c(4, 6, 7, 9, 5, 8, 10, 1, 2),
    event = c(1, 0, 1, 1, 0, 1, 0, 0, 0),
    group = c(0, 0, 0, 0, 1, 1, 1, 2, 2)
  )
)

chi_square <- function(months, event, group) {
  tryCatch(suppressWarnings(survdiff(Surv(months, event) ~ group)$chisq), error = function(e) 0)
}

# Every distinct way to deal the labels, one a row.
deals <- function(labels) {
  if (length(labels) == 1) {
    return(matrix(labels))
  }
  do.call(rbind, lapply(unique(labels), function(first) {
    cbind(first, deals(labels[-match(first, labels)]))
  }))
}

studentised <- function(s) {
  observed <- chi_square(s$months, s$event, s$group)
  every <- deals(s$group)
  values <- apply(every, 1, function(g) chi_square(s$months, s$event, g))
  list(assignments = nrow(every), p = mean(values >= observed * (1 - 1e-9) - 1e-12))
}

describe <- function(s, name) {
  test <- survdiff(Surv(months, event) ~ group, data = s)
  expected <- test$exp
  out <- c(s, list(
    statistic = test$chisq, df = sum(expected > 0) - 1, p = test$pvalue
  ))
  peto <- survdiff(Surv(months, event) ~ group, data = s, rho = 1)
  out$peto <- list(statistic = peto$chisq, df = sum(peto$exp > 0) - 1, p = peto$pvalue)
  if (name %in% c("two", "unequal", "three")) {
    out$studentised <- studentised(s)
  }
  if (length(unique(s$group)) == 2) {
    exact <- logrank_test(
      Surv(months, event) ~ factor(group), data = as.data.frame(s), distribution = "exact"
    )
    out$coin_exact_p <- as.numeric(pvalue(exact))
  }
  out
}

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")),
    coin = as.character(packageVersion("coin")),
    sets = Map(describe, sets, names(sets))
  ),
  "tests/reference/log_rank.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

# What surrounds a paired change: slopes per year, ratios with values below quantification, and the
# tipping value, on made-up data (base R and survival::survreg).
# Run from the repository root: Rscript tests/reference/context.R
suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

theil_sen <- function(years, values) {
  d <- outer(years, years, "-")
  v <- outer(values, values, "-")
  median((v / d)[upper.tri(d)])
}
series <- list(
  two = list(years = c(0, 1.5), values = c(10, 8.5)),
  odd_one = list(years = c(0, 0.5, 1, 1.5, 2), values = c(11, 10.6, 3, 9.7, 9.4)),
  unordered = list(years = c(2, 0, 1, 3), values = c(6, 7.1, 6.4, 6.4))
)
slopes <- lapply(series, function(s) c(s, slope = theil_sen(s$years, s$values)))

pairs <- list(
  after_below = list(
    before = c(8.1, 9.4, 6.2, 7.7, 10.3, 5.5, 8.8, 7.0, 6.6, 9.9),
    after = c(6.0, 8.8, 1.9, 5.1, 9.2, 0.5, 7.1, 2.4, 1.0, 9.0), limit = 2
  ),
  both_sides = list(
    before = c(3.1, 1.0, 2.8, 4.4, 1.5, 6.2, 1.2, 5.0),
    after = c(2.2, 2.9, 1.1, 3.9, 1.4, 5.1, 3.3, 1.9), limit = 2
  )
)
bounds <- function(p) {
  low <- log(ifelse(p$after < p$limit, 0, p$after)) - log(pmax(p$before, p$limit))
  high <- log(pmax(p$after, p$limit)) - log(ifelse(p$before < p$limit, 0, p$before))
  # Pairs with both values below say nothing.
  keep <- is.finite(low) | is.finite(high)
  list(low = low[keep], high = high[keep])
}
censored <- lapply(pairs, function(p) {
  b <- bounds(p)
  low <- ifelse(is.finite(b$low), b$low, NA)
  high <- ifelse(is.finite(b$high), b$high, NA)
  fit <- survreg(Surv(low, high, type = "interval2") ~ 1, dist = "gaussian",
                 control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
  at <- function(mean) {
    f <- function(s) {
      sd <- exp(s)
      sum(ifelse(b$low == b$high, dnorm(b$low, mean, sd, log = TRUE),
        ifelse(is.finite(b$low), pnorm(b$low, mean, sd, lower.tail = FALSE, log.p = TRUE),
          pnorm(b$high, mean, sd, log.p = TRUE))))
    }
    optimize(f, c(-8, 4), maximum = TRUE, tol = 1e-12)$objective
  }
  top <- fit$loglik[2]
  best <- unname(coef(fit))
  limit <- function(a, c) uniroot(function(m) at(m) - top + qchisq(0.95, 1) / 2, c(a, c), tol = 1e-12)$root
  lr <- 2 * (top - at(0))
  c(p, list(
    n = length(b$low), one_below = sum(b$low != b$high), ratio = exp(best),
    conf = exp(c(limit(best - 6, best), limit(best, best + 6))),
    lr = lr, p = pchisq(lr, 1, lower.tail = FALSE)
  ))
})

# The null at which t.test just does not reject any more.
change <- c(-1, -0.5, -2, 0, 0.5, -1.5, -1, -0.5, 0, -1)
tipping <- uniroot(function(m) t.test(change, mu = m)$p.value - 0.05,
                   c(mean(change) + 1e-9, mean(change) + 3), tol = 1e-13)$root
baseline <- c(4, 5.5, 3, 6, 4.5, 5)
regression <- lapply(c(0.7, 0.95), function(rho) {
  t <- t.test(baseline)
  list(correlation = rho, expected = (1 - rho) * (3.5 - mean(baseline)),
       conf = sort((1 - rho) * (3.5 - as.numeric(t$conf.int))))
})

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")), slopes = slopes,
    censored = censored, change = change, tipping = tipping, baseline = baseline,
    regression = regression
  ),
  "tests/reference/context.json",
  digits = NA, auto_unbox = TRUE, pretty = TRUE
)

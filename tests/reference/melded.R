# Reference results for melded differences of two proportions and of survival at one month (Fay,
# Proschan and Brittain 2015), by numerical integration over the confidence distributions; exact one-
# sided P values of fisher.test. Made-up counts and times, and the counts of the published cohort.
# Run from the repository root: Rscript tests/reference/melded.R

suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

# P(first - second <= limit) of two independent beta variables; b = 0 is the constant 1, a = 0 the
# constant 0. The integral is over the probabilities of the second, not over its density.
at_most <- function(limit, first, second) {
  if (second[2] == 0) return(if (first[1] == 0) as.numeric(-1 <= limit) else pbeta(limit + 1, first[1], first[2]))
  if (first[1] == 0) return(pbeta(-limit, second[1], second[2], lower.tail = FALSE))
  inside <- function(u) pbeta(qbeta(u, second[1], second[2]) + limit, first[1], first[2])
  kink <- pbeta(if (limit > 0) 1 - limit else -limit, second[1], second[2])
  part <- function(from, to) {
    # In pieces that shorten towards 0 and 1, where the integrand has no derivative.
    ends <- c(from, Filter(function(u) from < u && u < to, plogis(-34:34)), to)
    pieces <- mapply(function(l, h) {
      integrate(inside, l, h, rel.tol = 1e-10, abs.tol = 1e-16, stop.on.error = FALSE)$value
    }, head(ends, -1), tail(ends, -1))
    sum(pieces)
  }
  if (limit > 0) part(0, kink) + (1 - kink) else part(kink, 1)
}

lower <- function(first, second, error) {
  if (first[1] == 0 && second[2] == 0) return(-1)
  if (first[1] == 0) return(-qbeta(1 - error, second[1], second[2]))
  if (second[2] == 0) return(qbeta(error, first[1], first[2]) - 1)
  uniroot(function(d) at_most(d, first, second) - error, c(-0.9999, 0.9999), tol = 1e-13)$root
}

melded <- function(a, b, level) {
  error <- (1 - level) / 2
  one_sided <- c(at_most(0, a$lower, b$upper), at_most(0, b$lower, a$upper))
  list(
    limits = c(lower(a$lower, b$upper, error), -lower(b$lower, a$upper, error)),
    one_sided = one_sided, p = min(1, 2 * one_sided)
  )
}

binomial <- function(x, n) list(lower = c(x, n - x + 1), upper = c(x + 1, n - x))

proportions <- function(x, n, level = 0.95) {
  table <- cbind(x, n - x)
  side <- function(alternative) fisher.test(table, alternative = alternative)$p.value
  c(
    list(events = x, n = n, level = level),
    melded(binomial(x[1], n[1]), binomial(x[2], n[2]), level),
    list(fisher = c(side("greater"), side("less")))
  )
}

# NMOSD and RRMS, SPMS and RRMS, NMOSD and SPMS of the published cohort; then made-up counts.
tables <- list(
  proportions(c(1, 8), c(14, 42)), proportions(c(10, 8), c(43, 42)),
  proportions(c(1, 10), c(14, 43)), proportions(c(0, 5), c(9, 12)),
  proportions(c(0, 0), c(6, 11)), proportions(c(7, 13), c(7, 13)), proportions(c(6, 0), c(6, 8)),
  proportions(c(11, 3), c(14, 13), 0.9), proportions(c(30, 12), c(90, 84), 0.99)
)

# The beta distribution with the mean and second moment of a product of independent betas.
moments <- function(a, b) {
  m1 <- prod(a / (a + b))
  m2 <- prod(a * (a + 1) / ((a + b) * (a + b + 1)))
  k <- (m1 - m2) / (m2 - m1^2)
  c(m1 * k, (1 - m1) * k)
}

# At a month between two times the patients at risk there end the product of the lower limit.
confidence <- function(g, month) {
  fit <- survfit(Surv(g$months, g$event) ~ 1)
  before <- fit$time <= month
  d <- fit$n.event[before]
  y <- fit$n.risk[before]
  left <- sum(g$months >= month) - sum(g$event[g$months == month])
  used <- d > 0
  upper <- if (any(used)) moments(y[used] - d[used] + 1, d[used]) else c(1, 0)
  last <- moments(c(y[used] - d[used] + 1, left), c(d[used], 1))
  list(lower = if (left > 0) last else c(0, 1), upper = upper)
}

groups <- list(
  long = list(
    months = c(2.5, 4, 4, 4, 7.1, 9, 9, 12, 13.4, 15, 18, 18, 21.7, 24, 30),
    event = c(1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0)
  ),
  none = list(months = c(12, 12.5, 13, 14, 20, 26), event = c(0, 0, 0, 0, 0, 0)),
  early = list(months = c(1, 2, 2.5, 3, 5, 6, 8, 13, 27, 28), event = c(1, 1, 1, 1, 1, 0, 1, 0, 1, 0)),
  whole = list(months = c(3, 5, 8, 40, 41, 42, 43, 44), event = c(1, 1, 1, 0, 0, 0, 0, 0)),
  all = list(months = c(1, 2, 3, 4), event = c(1, 1, 1, 1))
)

survivals <- function(a, b, month, level = 0.95) {
  known <- function(g) min(c(1, summary(survfit(Surv(g$months, g$event) ~ 1), times = month, extend = TRUE)$surv))
  c(
    list(
      a = groups[[a]], b = groups[[b]], month = month, level = level,
      estimate = known(groups[[a]]) - known(groups[[b]])
    ),
    melded(confidence(groups[[a]], month), confidence(groups[[b]], month), level)
  )
}

curves <- list(
  survivals("long", "none", 12), survivals("long", "early", 12), survivals("early", "long", 24, 0.9),
  survivals("whole", "early", 10), survivals("none", "early", 14), survivals("none", "none", 13),
  survivals("all", "none", 12), survivals("early", "all", 7.5), survivals("whole", "long", 30, 0.99)
)

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")),
    stats = as.character(packageVersion("stats")), tables = tables, curves = curves
  ),
  "tests/reference/melded.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

# Reference results for time to event: survival 3.5 and direct formulas, on made-up patients.
# Run from the repository root: Rscript tests/reference/survival.R

suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

# Decimal months with ties between events and censorings, one group without an event, one whose
# last patient has it, one that stays at exactly one half for a while.
groups <- list(
  mixed = list(
    months = c(2.5, 4, 4, 4, 7.1, 9, 9, 12, 13.4, 15, 18, 18, 21.7, 24, 30),
    event = c(1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0)
  ),
  no_event = list(months = c(12, 12.5, 13, 14, 20), event = c(0, 0, 0, 0, 0)),
  last_event = list(months = c(3, 8, 8, 11, 17, 25), event = c(1, 0, 1, 0, 0, 1)),
  half = list(months = c(5, 6, 10, 14), event = c(1, 1, 0, 1)),
  one_late = list(months = c(6, 17, 17.5, 23, 24, 26, 31), event = c(0, 0, 0, 1, 0, 0, 0))
)

at <- c(6, 12, 24)
types <- c("log-log", "log", "plain")

# NA and Inf become null: R has no finite number there.
finite <- function(x) ifelse(is.finite(x), x, NA)

describe <- function(g) {
  fit <- survfit(Surv(g$months, g$event) ~ 1)
  limits <- lapply(types, function(type) {
    f <- survfit(Surv(g$months, g$event) ~ 1, conf.type = type, conf.int = 0.9)
    q <- quantile(f, c(0.25, 0.5))
    list(
      lower = finite(f$lower), upper = finite(f$upper),
      quantile = finite(unname(q$quantile)),
      quantile_lower = finite(unname(q$lower)), quantile_upper = finite(unname(q$upper))
    )
  })
  names(limits) <- types
  rmst <- summary(fit, rmean = 12)$table
  list(
    months = g$months, event = g$event,
    time = fit$time, n_risk = fit$n.risk, n_event = fit$n.event, n_censor = fit$n.censor,
    survival = fit$surv,
    # survfit gives the standard error of the logarithm here
    std_error = finite(fit$surv * fit$std.err),
    limits = limits,
    at = at, at_risk = summary(fit, times = at, extend = TRUE)$n.risk,
    followed_to_12 = max(g$months) >= 12,
    rmst_12 = unname(rmst["rmean"]), rmst_12_std_error = unname(rmst["se(rmean)"])
  )
}

# Left truncation: a patient is at risk after the entry, and not at it.
entry <- c(0, 0, 2, 3, 3, 4, 8, 0)
exit <- c(4, 9, 5, 7, 12, 9, 13, 3)
happened <- c(1, 1, 0, 1, 0, 0, 1, 0)
late <- survfit(Surv(entry, exit, happened) ~ 1, conf.type = "log-log")

# The mean and variance of a product of independent betas, as they are written in a textbook:
# an independent route to the beta product limits, with R's own quantile function.
beta_product <- function(at_risk, events, level = 0.95) {
  a <- at_risk - events + 1
  b <- events
  used <- b > 0
  moments <- function(a, b) {
    m1 <- prod(a / (a + b))
    m2 <- prod(a * (a + 1) / ((a + b) * (a + b + 1)))
    k <- (m1 - m2) / (m2 - m1^2)
    c(m1 * k, (1 - m1) * k)
  }
  tail <- (1 - level) / 2
  left <- at_risk[length(at_risk)] - events[length(events)]
  high <- 1
  if (any(used)) {
    u <- moments(a[used], b[used])
    high <- qbeta(1 - tail, u[1], u[2])
  }
  low <- 0
  if (left > 0) {
    l <- moments(c(a[used], left), c(b[used], 1))
    low <- qbeta(tail, l[1], l[2])
  }
  c(low, high)
}
mixed <- survfit(Surv(groups$mixed$months, groups$mixed$event) ~ 1)
band <- t(sapply(seq_along(mixed$time), function(i) {
  beta_product(mixed$n.risk[1:i], mixed$n.event[1:i])
}))

# One event in 14 patients, then fewer and fewer left: an interval that widens.
widening <- lapply(c(13, 7, 1), function(left) {
  list(left = left, limits = beta_product(c(14, left), c(1, 0)))
})

# Without censoring the beta product limits are those of Clopper and Pearson.
exact <- lapply(list(c(0, 14), c(1, 14), c(8, 42), c(5, 5)), function(xn) {
  list(events = xn[1], n = xn[2], limits = as.numeric(binom.test(xn[1], xn[2])$conf.int))
})

# Follow-up: relapses leave before censorings at a tied time, so their times are shifted down.
follow_up <- lapply(groups, function(g) {
  shifted <- ifelse(g$event == 1, g$months - 1e-4, g$months)
  f <- survfit(Surv(shifted, 1 - g$event) ~ 1, conf.type = "log-log")
  q <- quantile(f, 0.5)
  finite(unname(c(q$quantile, q$lower, q$upper)))
})

difference <- function(a, b, tau) {
  r <- lapply(groups[c(a, b)], function(g) {
    summary(survfit(Surv(g$months, g$event) ~ 1), rmean = tau)$table[c("rmean", "se(rmean)")]
  })
  d <- unname(r[[1]][1] - r[[2]][1])
  se <- unname(sqrt(r[[1]][2]^2 + r[[2]][2]^2))
  list(
    a = a, b = b, tau = tau, difference = d, std_error = se,
    conf = d + c(-1, 1) * qnorm(0.975) * se, p = 2 * pnorm(-abs(d / se))
  )
}

# Two curves at one month: complementary log-log z, from survfit's own standard errors.
contrast <- function(a, b, month) {
  ends <- lapply(groups[c(a, b)], function(g) {
    s <- summary(survfit(Surv(g$months, g$event) ~ 1), times = month)
    c(log(-log(s$surv)), s$std.err / (s$surv * -log(s$surv)))
  })
  d <- ends[[1]][1] - ends[[2]][1]
  se <- sqrt(ends[[1]][2]^2 + ends[[2]][2]^2)
  list(a = a, b = b, month = month, ratio = exp(d), std_error = se,
       conf = exp(d + c(-1, 1) * qnorm(0.95) * se), z = d / se, p = 2 * pnorm(-abs(d / se)))
}

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")),
    groups = lapply(groups, describe),
    late = list(
      entry = entry, exit = exit, event = happened, time = late$time, n_risk = late$n.risk,
      survival = late$surv, lower = finite(late$lower), upper = finite(late$upper)
    ),
    band = list(low = band[, 1], high = band[, 2]),
    widening = widening,
    clopper_pearson = exact,
    follow_up = follow_up,
    contrasts = list(
      contrast("mixed", "last_event", 12), contrast("last_event", "half", 8),
      contrast("mixed", "one_late", 24)
    ),
    differences = list(
      difference("mixed", "one_late", 24), difference("mixed", "last_event", 20),
      difference("mixed", "no_event", 18)
    )
  ),
  "tests/reference/survival.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

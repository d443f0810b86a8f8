# Reference results for rates and their ratios, on made-up attacks and follow-up.
# Run from the repository root: Rscript tests/reference/rate.R

library(jsonlite)

years <- c(1.25, 2, 3.5, 1, 2.75, 3.25, 1.5, 2.5, 3, 1.75)
sets <- list(
  clustered = list(events = c(0, 0, 4, 0, 0, 3, 0, 1, 0, 0), years = years),
  regular = list(events = c(1, 1, 1, 0, 1, 1, 1, 1, 1, 1), years = years),
  none = list(events = rep(0, 10), years = years),
  one_patient = list(events = 3, years = 2.5)
)

# Garwood's limits are quantiles of gamma distributions, for counts that are not whole too.
garwood <- function(count, level) {
  tail <- (1 - level) / 2
  c(if (count == 0) 0 else qgamma(tail, count), qgamma(tail, count + 1, lower.tail = FALSE))
}

dispersion <- function(s) {
  if (sum(s$events) == 0 || length(s$events) < 2) {
    return(1)
  }
  fit <- glm(
    events ~ 1 + offset(log(years)), family = quasipoisson, data = as.data.frame(s),
    control = glm.control(epsilon = 1e-15, maxit = 100)
  )
  # summary(fit)$dispersion uses the weights of the last but one step: eight digits only.
  max(1, sum(residuals(fit, type = "pearson")^2) / df.residual(fit))
}

describe <- function(s, level = 0.95) {
  total <- sum(s$events)
  time <- sum(s$years)
  phi <- dispersion(s)
  plain <- poisson.test(total, time, conf.level = level)
  c(s, list(
    level = level, rate = as.numeric(plain$estimate), independent = as.numeric(plain$conf.int),
    dispersion = phi, scaled = garwood(total / phi, level) * phi / time
  ))
}

ratio <- function(x, t, level = 0.95) {
  test <- poisson.test(x, t, conf.level = level)
  share <- t[1] / sum(t)
  tails <- c(
    pbinom(x[1], sum(x), share), pbinom(x[1] - 1, sum(x), share, lower.tail = FALSE)
  )
  finite <- function(v) if (is.finite(v)) v else NA
  list(
    events = x, years = t, level = level, estimate = finite(as.numeric(test$estimate)),
    low = test$conf.int[1], high = finite(test$conf.int[2]),
    p_point = test$p.value, p_doubled = min(1, 2 * min(tails))
  )
}

# Three groups of unequal follow-up: one dispersion, and the ratios of a quasi-Poisson model.
grouped <- data.frame(
  events = c(0, 2, 0, 4, 1, 0, 0, 3, 1, 0, 0, 0, 5, 0, 1, 0, 1, 0, 0),
  years = c(1.25, 2, 3.5, 1, 2.75, 3.25, 1.5, 2.5, 3, 1.75, 2, 2.25, 3.5, 1, 1.5, 2, 2.5, 3, 1),
  group = rep(c("a", "b", "c"), c(7, 8, 4))
)

quasi <- function(d, level = 0.95) {
  fit <- glm(
    events ~ group + offset(log(years)), family = quasipoisson, data = d,
    control = glm.control(epsilon = 1e-15, maxit = 100)
  )
  df <- df.residual(fit)
  phi <- max(1, sum(residuals(fit, type = "pearson")^2) / df)
  beta <- coef(fit)[-1]
  # vcov(fit) has the dispersion of the last but one step, as above.
  se <- sqrt(phi * diag(chol2inv(qr.R(fit$qr)))[-1])
  t <- beta / se
  list(
    events = d$events, years = d$years, group = d$group, level = level, dispersion = phi, df = df,
    log_ratio = unname(beta), error = unname(se), p = unname(2 * pt(-abs(t), df)),
    low = unname(exp(beta - qt(1 - (1 - level) / 2, df) * se)),
    high = unname(exp(beta + qt(1 - (1 - level) / 2, df) * se))
  )
}

write_json(
  list(
    r = R.version.string, stats = as.character(packageVersion("stats")),
    jsonlite = as.character(packageVersion("jsonlite")),
    grouped = list(quasi(grouped), quasi(grouped, 0.9)), sets = lapply(sets, describe),
    narrow = describe(sets$clustered, 0.9),
    ratios = list(
      ratio(c(12, 5), c(80.5, 61)), ratio(c(1, 16), c(35.7, 86.2)), ratio(c(0, 4), c(10.25, 12)),
      ratio(c(4, 0), c(10.25, 12), 0.9), ratio(c(40, 3), c(2, 310)), ratio(c(6, 6), c(9, 9))
    )
  ),
  "tests/reference/rate.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

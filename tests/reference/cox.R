# Cox models on made-up data: plain (survival::coxph) and Firth's (the penalised likelihood written
# out on top of coxph's own log-likelihood and information, maximised by optimize and uniroot).
# Run from the repository root: Rscript tests/reference/cox.R
suppressPackageStartupMessages({library(survival); library(jsonlite)})
set.seed(20240215)
n <- 40
d <- data.frame(
  entry = sample(c(0, 1, 3), n, TRUE),
  x = round(rnorm(n), 2),
  z = round(runif(n, 0, 4), 1),
  stratum = rep(0:1, length.out = n)
)
d$months <- d$entry + ceiling(rexp(n, 0.06 * exp(0.5 * d$x)) * 2) / 2
d$months <- pmin(d$months, 30)
d$months <- ifelse(d$months <= d$entry, d$entry + 0.5, d$months)
d$event <- as.integer(d$months < 24 & runif(n) < 0.5)
fit <- function(formula, ties) {
  m <- coxph(formula, d, ties = ties, control = coxph.control(eps = 1e-14, iter.max = 100))
  s <- summary(m)
  list(beta = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), loglik = m$loglik[2],
       p = unname(s$coefficients[, "Pr(>|z|)"]))
}
plain <- list(
  efron = fit(Surv(entry, months, event) ~ x + z, "efron"),
  breslow = fit(Surv(entry, months, event) ~ x + z, "breslow"),
  strata = fit(Surv(entry, months, event) ~ x + z + strata(stratum), "efron")
)

# One covariate, Firth: l(b) + log(I(b)) / 2, with l and I from coxph held at b.
firth <- function(data, formula) {
  at <- function(b) {
    m <- coxph(formula, data, ties = "efron", init = b, control = coxph.control(iter.max = 0))
    m$loglik[1] - log(vcov(m)[1, 1]) / 2
  }
  best <- optimize(at, c(-8, 8), maximum = TRUE, tol = 1e-12)
  top <- best$objective
  drop <- qchisq(0.95, 1) / 2
  limit <- function(a, b) uniroot(function(x) at(x) - top + drop, c(a, b), tol = 1e-12)$root
  m <- coxph(formula, data, ties = "efron", init = best$maximum,
             control = coxph.control(iter.max = 0))
  list(beta = best$maximum, se = sqrt(vcov(m)[1, 1]), low = limit(best$maximum - 15, best$maximum),
       high = limit(best$maximum, best$maximum + 15), lr = 2 * (top - at(0)),
       p = pchisq(2 * (top - at(0)), 1, lower.tail = FALSE))
}
separated <- data.frame(months = c(2, 3, 5, 7, 8, 9, 11, 12, 12, 12), event = c(1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
                        x = c(1, 1, 1, 1, 0, 0, 0, 0, 1, 0))
# Rows of one cluster belong together: the sandwich of coxph.
d$cluster <- rep(1:13, length.out = n)
robust <- function(ties) {
  m <- coxph(Surv(entry, months, event) ~ x + z, d, ties = ties, cluster = cluster,
             control = coxph.control(eps = 1e-14, iter.max = 100))
  list(beta = unname(coef(m)), se = unname(sqrt(diag(m$var))),
       p = unname(summary(m)$coefficients[, "Pr(>|z|)"]))
}

# The score test of proportional hazards of survival 3, one coefficient at a time and together.
zph <- function(formula, ties, transform) {
  m <- coxph(formula, d, ties = ties, control = coxph.control(eps = 1e-14, iter.max = 100))
  z <- cox.zph(m, transform = transform, terms = FALSE)$table
  list(transform = transform, ties = ties, strata = grepl("strata", deparse(formula)),
       chisq = unname(z[, "chisq"]), df = unname(z[, "df"]), p = unname(z[, "p"]))
}
both <- Surv(entry, months, event) ~ x + z
proportional <- c(
  lapply(c("km", "rank", "identity", "log"), function(t) zph(both, "efron", t)),
  list(zph(both, "breslow", "km"), zph(update(both, . ~ . + strata(stratum)), "efron", "km"))
)

told <- list(
  r_version = R.version.string, packages = list(survival = as.character(packageVersion("survival"))),
  data = d, plain = plain,
  firth = firth(d, Surv(entry, months, event) ~ x + strata(stratum)),
  proportional = proportional, robust = list(efron = robust("efron"), breslow = robust("breslow")),
  separated = list(data = separated, firth = firth(separated, Surv(months, event) ~ x))
)
write_json(told, "tests/reference/cox.json", auto_unbox = TRUE, digits = NA, pretty = TRUE, dataframe = "columns")

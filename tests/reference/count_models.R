# Reference results for models of counts, on made-up events and times.
# Run from the repository root: Rscript tests/reference/count_models.R

library(jsonlite)
library(MASS)
library(sandwich)

set.seed(20240301)
n <- 36
patients <- data.frame(
  years = round(runif(n, 0.5, 3.5), 2), b = rep(c(0, 1, 0), 12), c = rep(c(0, 0, 1), 12),
  age = round(runif(n, 20, 60))
)
rate <- exp(-0.5 + 0.6 * patients$b - 0.4 * patients$c + 0.01 * (patients$age - 40))
patients$clustered <- rpois(n, rgamma(n, 1.2, 1.2) * rate * patients$years)
patients$plain <- rpois(n, rate * patients$years)
# Every second patient has one event a year: less spread than Poisson.
patients$regular <- round(patients$years)

exact <- glm.control(epsilon = 1e-15, maxit = 100)

poisson_fit <- function(y, f) {
  d <- transform(patients, y = patients[[y]])
  m <- glm(update(f, y ~ . + offset(log(years))), poisson, d, control = exact)
  # The weights of glm are those of its last but one step: from its estimate they are made anew.
  types <- c("HC0", "HC1", "HC2", "HC3")
  X <- model.matrix(m)
  mu <- exp(drop(X %*% coef(m)) + log(d$years))
  bread <- solve(crossprod(X, X * mu))
  h <- mu * rowSums((X %*% bread) * X)
  own <- function(w) sqrt(diag(bread %*% crossprod(X, X * ((d$y - mu)^2 * w)) %*% bread))
  mine <- list(
    HC0 = own(1), HC1 = own(n / (n - ncol(X))), HC2 = own(1 / (1 - h)), HC3 = own(1 / (1 - h)^2)
  )
  theirs <- lapply(setNames(types, types), function(t) sqrt(diag(vcovHC(m, type = t))))
  # sandwich is the authority; the formula has the digits.
  stopifnot(all.equal(mine, theirs, tolerance = 1e-6))
  list(
    y = y, terms = I(names(coef(m))), estimate = I(as.numeric(coef(m))),
    model = I(as.numeric(sqrt(diag(bread)))), robust = lapply(mine, function(v) I(as.numeric(v))),
    deviance = deviance(m), pearson = sum((d$y - mu)^2 / mu), log_likelihood = as.numeric(logLik(m))
  )
}

binomial_fit <- function(y, f) {
  d <- transform(patients, y = patients[[y]])
  form <- update(f, y ~ . + offset(log(years)))
  m <- glm.nb(form, d, control = glm.control(epsilon = 1e-14, maxit = 200))
  p <- glm(form, poisson, d, control = exact)
  # The error of glm.nb's theta is taken a step before its theta: from its theta it is made anew.
  mu <- fitted(m)
  y_ <- patients[[y]]
  information <- sum(
    trigamma(m$theta) - trigamma(y_ + m$theta) - 1 / m$theta + 2 / (mu + m$theta) -
      (y_ + m$theta) / (mu + m$theta)^2
  )
  stopifnot(all.equal(1 / sqrt(information), m$SE.theta, tolerance = 1e-3, check.attributes = FALSE))
  ratio <- 2 * (as.numeric(logLik(m)) - as.numeric(logLik(p)))
  list(
    y = y, terms = I(names(coef(m))), estimate = I(as.numeric(coef(m))),
    error = I(as.numeric(sqrt(diag(vcov(m))))), theta = m$theta, theta_error = 1 / sqrt(information),
    log_likelihood = as.numeric(logLik(m)), ratio = ratio,
    p_boundary = pchisq(ratio, 1, lower.tail = FALSE) / 2
  )
}

write_json(
  list(
    r = R.version.string, mass = as.character(packageVersion("MASS")),
    sandwich = as.character(packageVersion("sandwich")),
    jsonlite = as.character(packageVersion("jsonlite")), patients = as.list(patients),
    poisson = list(
      poisson_fit("clustered", ~ b + c), poisson_fit("plain", ~ b + c + age),
      poisson_fit("plain", ~1)
    ),
    negative_binomial = list(
      binomial_fit("clustered", ~ b + c), binomial_fit("clustered", ~ b + c + age),
      binomial_fit("clustered", ~1)
    )
  ),
  "tests/reference/count_models.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

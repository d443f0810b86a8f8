# Upper tails and quantiles of the distributions behind tests and intervals.
# Run from the repository root: Rscript tests/reference/tails.R
library(jsonlite)
case <- function(name, arguments, value) list(name = name, arguments = arguments, value = value)
cases <- list()
add <- function(name, f, ...) cases[[length(cases) + 1]] <<- case(name, c(...), f(...))
for (z in c(0, 1.96, -2.5, 12)) add("normal_sf", function(z) pnorm(z, lower.tail = FALSE), z)
for (q in c(0.025, 1e-9, 0.5)) add("normal_isf", function(q) qnorm(q, lower.tail = FALSE), q)
chi2_sf <- function(x, df) pchisq(x, df, lower.tail = FALSE)
add("chi2_sf", chi2_sf, 3.84, 1); add("chi2_sf", chi2_sf, 0, 1)
add("chi2_sf", chi2_sf, 40, 3); add("chi2_sf", chi2_sf, 600, 2)
chi2_isf <- function(q, df) qchisq(q, df, lower.tail = FALSE)
add("chi2_isf", chi2_isf, 0.05, 1); add("chi2_isf", chi2_isf, 0.001, 7)
add("chi2_ppf", qchisq, 0.025, 16); add("chi2_ppf", qchisq, 0.5, 2)
t_sf <- function(x, df) pt(x, df, lower.tail = FALSE)
add("t_sf", t_sf, 2.1, 13); add("t_sf", t_sf, -1, 41); add("t_sf", t_sf, 30, 5)
add("t_sf", t_sf, 0, 2)
t_isf <- function(q, df) qt(q, df, lower.tail = FALSE)
add("t_isf", t_isf, 0.025, 13); add("t_isf", t_isf, 0.005, 1); add("t_isf", t_isf, 0.5, 9)
f_sf <- function(x, a, b) pf(x, a, b, lower.tail = FALSE)
add("f_sf", f_sf, 4.2, 2, 36); add("f_sf", f_sf, 0.3, 5, 10)
add("beta_ppf", qbeta, 0.025, 8, 35); add("beta_ppf", qbeta, 0.025, 1, 14)
beta_isf <- function(q, a, b) qbeta(q, a, b, lower.tail = FALSE)
add("beta_isf", beta_isf, 0.025, 9, 34); add("beta_isf", beta_isf, 0.5, 0.5, 14.5)
binomial_sf <- function(k, n, p) pbinom(k, n, p, lower.tail = FALSE)
for (k in c(-1, 0, 8, 13, 14)) {
  add("binomial_sf", binomial_sf, k, 14, 0.4)
  add("binomial_cdf", pbinom, k, 14, 0.4)
}
add("binomial_sf", binomial_sf, 8, 42, 0.3)
write_json(
  list(r_version = R.version.string, cases = cases),
  "tests/reference/tails.json", auto_unbox = TRUE, digits = NA, pretty = TRUE
)

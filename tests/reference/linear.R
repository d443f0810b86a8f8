# Least squares with HC errors on made-up data (sandwich, lmtest).
# Run from the repository root: Rscript tests/reference/linear.R
suppressPackageStartupMessages({library(sandwich); library(lmtest); library(jsonlite)})
set.seed(7)
n <- 30
d <- data.frame(g = rep(c("A", "B", "C"), each = 10), x = round(rnorm(n, 5, 2), 1))
d$y <- round(1 + 0.3 * d$x + 0.8 * (d$g == "C") + rnorm(n, 0, 0.2 + 0.2 * d$x), 2)
m <- lm(y ~ g + x, d)
errors <- lapply(c(HC0 = "HC0", HC1 = "HC1", HC2 = "HC2", HC3 = "HC3"),
                 function(k) unname(sqrt(diag(vcovHC(m, k)))))
test <- coeftest(m, vcovHC(m, "HC3"))
joint <- waldtest(m, . ~ . - g, vcov = function(x) vcovHC(x, "HC3"))
write_json(
  list(r_version = R.version.string,
       packages = list(sandwich = as.character(packageVersion("sandwich")),
                       lmtest = as.character(packageVersion("lmtest"))),
       data = d, beta = unname(coef(m)), se = errors,
       classical = unname(summary(m)$coefficients[, 2]), p_hc3 = unname(test[, 4]),
       r_squared = summary(m)$r.squared,
       joint = list(F = joint$F[2], p = joint$`Pr(>F)`[2])),
  "tests/reference/linear.json", auto_unbox = TRUE, digits = NA, pretty = TRUE, dataframe = "columns")

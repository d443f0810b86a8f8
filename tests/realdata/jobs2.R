# Attendance of a workshop against the change of depression: least squares with HC3 errors.
# Rscript tests/realdata/jobs2.R FOLDER_WITH_jobs2.csv tests/realdata/jobs2.json
suppressPackageStartupMessages({library(sandwich); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(file.path(args[1], "jobs2.csv"))
d$before <- round(d$depress1, 4)
d$change <- round(d$depress2, 4) - d$before
slope <- function(formula, data) {
  m <- lm(formula, data)
  se <- sqrt(vcovHC(m, "HC3")["comply", "comply"])
  b <- unname(coef(m)["comply"])
  q <- qt(0.975, m$df.residual) * se
  list(n = nrow(data), df = m$df.residual, estimate = b, std_error = se, low = b - q, high = b + q,
       p = 2 * pt(-abs(b / se), m$df.residual))
}
d$years <- round(d$age, 4)
told <- list(
  r_version = R.version.string,
  packages = list(sandwich = as.character(packageVersion("sandwich"))),
  all = slope(change ~ treat + before + comply, d),
  adjusted = slope(change ~ treat + before + years + comply, d),
  offered = slope(change ~ before + comply, d[d$treat == 1, ])
)
write_json(told, args[2], auto_unbox = TRUE, digits = NA, pretty = TRUE)

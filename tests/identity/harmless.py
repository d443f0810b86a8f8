"""Clinical texts that identify nobody, made from patterns with numbers of every kind."""

import random
from collections.abc import Callable, Iterator

from rtxoutcomes.identity import national_code

Make = Callable[[random.Random], str]
EVENTS = (
    "fever",
    "headache",
    "urinary tract infection",
    "rash",
    "nausea",
    "herpes zoster",
    "تب",
    "سردرد",
)
DRUGS = ("rituximab", "Prednisolone", "azathioprine", "IV methylprednisolone", "paracetamol")
UNITS = (
    "mg",
    "g",
    "mL",
    "µg/kg",
    "IU",
    "mg/m2",
    "mmol/L",
    "x10^9/L",
    "cells/µL",
    "mg daily",
    "mL/h",
)


def number(rng: random.Random, digits: int) -> str:
    return str(rng.randrange(10 ** (digits - 1), 10**digits))


def serial(rng: random.Random) -> str:
    """Ten digits that are neither a national code nor a mobile number."""
    while True:
        text = rng.choice("12345678") + number(rng, 9)
        if not national_code(text):
            return text


def persian(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


MAKERS: tuple[Make, ...] = (
    lambda r: f"{r.choice(EVENTS)} on day {r.randrange(1, 200)}",
    lambda r: f"{r.choice(EVENTS)}, grade {r.randrange(1, 6)}",
    lambda r: f"{r.choice(DRUGS)} {r.randrange(1, 2000)} {r.choice(UNITS)}",
    lambda r: f"{r.choice(DRUGS)} {r.randrange(90, 150)} mg for {r.randrange(1, 40)} days",
    lambda r: f"IgG {r.uniform(0.5, 20):.{r.randrange(3)}f} g/L",
    lambda r: f"IgG {r.randrange(50, 2000)} mg/dL, IgM {r.randrange(5, 400)}",
    lambda r: f"CD19 {r.randrange(0, 500)} cells/µL at month {r.randrange(1, 60)}",
    lambda r: f"trial NCT{number(r, 8)}",
    lambda r: f"NCT{number(r, 8)} ISRCTN{number(r, 8)}",
    lambda r: f"EudraCT 20{number(r, 2)}-{number(r, 6)}-{number(r, 2)}",
    lambda r: f"lot {r.choice('ABCXY')}{number(r, 6)}",
    lambda r: f"lot number {number(r, r.randrange(4, 8))}",
    lambda r: f"batch {number(r, 5)}-{number(r, 2)}",
    lambda r: f"MedDRA code 10{number(r, 6)}",
    lambda r: f"10{number(r, 6)} {r.choice(EVENTS)}",
    lambda r: f"infusion set {serial(r)}",
    lambda r: f"{r.choice(EVENTS)} {serial(r)}",
    lambda r: f"pump serial no {serial(r)}",
    lambda r: f"EDSS {r.randrange(0, 21) / 2} to {r.randrange(0, 21) / 2}",
    lambda r: f"T25FW {r.uniform(3, 180):.1f} s, 9HPT {r.uniform(10, 99):.1f} s",
    lambda r: f"SDMT {r.randrange(90, 110)} points",
    lambda r: f"BP {r.randrange(90, 200)}/{r.randrange(50, 120)} mmHg",
    lambda r: f"pulse {r.randrange(90, 150)}, SpO2 {r.randrange(90, 101)}%",
    lambda r: f"temperature {r.uniform(36, 41):.1f} C",
    lambda r: f"aged {r.randrange(18, 90)}",
    lambda r: f"{r.randrange(18, 90)}-year-old, {r.choice(EVENTS)}",
    lambda r: f"adults {r.randrange(18, 60)} to {r.randrange(90, 100)} years old",
    lambda r: f"specimen aged {r.randrange(90, 150)} days",
    lambda r: f"{r.randrange(90, 150)} years of follow-up in all",
    lambda r: f"in {r.randrange(90, 150)} patients",
    lambda r: f"filed {r.randrange(1, 20)} reports",
    lambda r: f"please file {r.randrange(2, 3000)} pages",
    lambda r: f"record {r.randrange(500, 12_000)} mL per day",
    lambda r: f"record {r.randrange(1000, 20_000)} steps daily",
    lambda r: f"off the record since {r.randrange(1990, 2026)}",
    lambda r: f"chart {r.randrange(1990, 2026)} reviewed",
    lambda r: f"chart review at month {r.randrange(1, 99)}",
    lambda r: f"hospital stay {r.randrange(1, 120)} days",
    lambda r: f"hospital {r.randrange(1, 20)} of {r.randrange(20, 99)}",
    lambda r: f"code {r.choice('ABCDG')}{number(r, 2)}.{number(r, 1)}",
    lambda r: f"ICD-10 G35, code {number(r, 5)}",
    lambda r: f"visit ID {number(r, 4)}",
    lambda r: f"GB{r.randrange(10, 99)} mg as in arm {r.choice('AB')}",
    lambda r: f"SE{number(r, 2)} kit {number(r, 6)} shipped",
    lambda r: f"HLA-DRB1*{number(r, 2)}:{number(r, 2)}",
    lambda r: f"dose {r.randrange(1, 9)} of {r.randrange(2, 12)}, {number(r, 3)}.{number(r, 2)} mg",
    lambda r: f"p = 0.{number(r, 6)}",
    lambda r: f"JCV index {r.uniform(0, 4):.2f}; titre 1:{r.randrange(10, 10_000)}",
    lambda r: f"copies {number(r, r.randrange(3, 8))}/mL",
    lambda r: persian(f"تب {r.randrange(36, 41)} درجه، روز {r.randrange(1, 150)}"),
    lambda r: persian(f"{r.randrange(18, 90)} ساله، سردرد"),
    lambda r: persian(f"دوز {r.randrange(90, 1000)} میلی‌گرم"),
    lambda r: persian(f"{r.randrange(90, 150)} سال پیگیری"),
    lambda r: persian(f"پرونده {r.randrange(100, 2000)} بیمار"),
    lambda r: persian(f"نمره {r.randrange(0, 100)} از {r.randrange(100, 110)}"),
)


def texts(seed: int, count: int) -> Iterator[str]:
    """So many texts, each pattern as often as another."""
    rng = random.Random(seed)
    for k in range(count):
        yield MAKERS[k % len(MAKERS)](rng)

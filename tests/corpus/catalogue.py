"""Every case of the corpus: for each rule one that only it refuses, and the nearest that passes."""

from corpus.cases import (
    ONE,
    PICKLE,
    SOUND_TABLES,
    Case,
    as_it_is,
    both,
    bytes_of,
    cell,
    dangling,
    declaration,
    files,
    lines,
    link_inside,
    link_out,
    one,
    one_bytes,
    one_lines,
    pipe,
    placed,
    swapped,
    text_of,
    with_column,
    without,
)

TREATMENT = "patients.prior_treatment"
TERM = "adverse_events.term"


def in_text(rule: str, bad: str, good: str, *, name: str = "") -> list[Case]:
    """A rule of identity: in a column of text, in an id, and in a category of either form."""
    return [
        cell(rule, TERM, bad, good, good),
        one(rule, "sex", bad, "female", "female"),
        *((one(rule, "patient_id", bad, "P09", "P09"),) if not name else ()),
    ]


def number(rule: str, bad: str, good: str, value: object) -> list[Case]:
    """A text that is no number, in a column of decimal numbers of either form."""
    return both(rule, "visits.igg_g_per_l", "igg_baseline_g_per_l", bad, good, value)


IDENTITY = [
    *in_text("phi.value.phone", "+98 912 555 0143", "rash"),
    *in_text("phi.value.phone", "0912 555 0143", "rash 0912"),
    *in_text("phi.value.phone", "۰۹۱۲۵۵۵۰۱۴۳", "rash"),
    *in_text("phi.value.phone", "021-8877 6655", "day 21-88"),
    *in_text("phi.value.phone", "0912\u200e5550143", "rash"),
    *in_text("phi.value.handle", "live:sara.k", "live"),
    *in_text("phi.value.handle", "989125550143@s.whatsapp.net", "rash"),
    *in_text("phi.value.handle", "@sara_k", "pain at rest"),
    *in_text("phi.value.email", "s.k@mail.example", "rash"),
    *in_text("phi.value.national_id", "123-45-6789", "123-45"),
    *in_text("phi.value.national_id", "fever 0084575948", "fever 0084575949"),
    *in_text("phi.value.bank_account", "GB82 WEST 1234 5698 7654 32", "rash"),
    *in_text("phi.mrn", "MRN 883211", "rash"),
    *in_text("phi.mrn", "file 4471-10", "filed 10 reports"),
    *in_text("phi.age", "woman of 97 years", "day 97"),
    *in_text("phi.value.date", "2019-03-05", "2019"),
    *in_text("phi.value.date", "05/03/2019", "5 of 10"),
    *in_text("phi.value.date", "۱۳۹۸/۰۷/۰۵", "1398"),
    *in_text("phi.value.date", "12 March", "march"),
    *in_text("phi.value.name", "Ahmadi, Sara", "nausea, vomiting"),
    *in_text("phi.value.name", "Dr. Ahmadi", "rash"),
    *in_text("phi.value.name", "خانم احمدی", "تهوع"),
    *in_text("phi.value.location", "SW1A 1AA", "rash"),
    *in_text("phi.value.location", "35.6892, 51.3890", "35.7"),
    *in_text("phi.value.location", "12 Baker Street", "12 weeks"),
    *in_text("phi.value.ip", "192.168.1.20", "1.2.3"),
    *in_text("phi.value.url", "www.clinic.example", "www"),
    cell("phi.value.phone", "visits.month", "+98 912 555 0143", "1", 1.0),
    cell("phi.value.date", "visits.month", "2019-03-05", "1", 1.0),
    one("phi.value.date", "relapse_month", "1398-07-05", "7", 7.0),
    *both("phi.age", "patients.age_years", "age_years", "90", "89", 89.0),
    cell("phi.mrn", "patients.patient_id", "12345678", "P01", "P01", 2),
    one("phi.mrn", "patient_id", "12345678", "P12345678", "P12345678"),
    cell("phi.free_text", TERM, "She felt unwell. Went home again.", "felt unwell", "felt unwell"),
    one_lines(
        "phi.free_text",
        "column 16",
        2,
        with_column(ONE, "remission", "was well and walked all the way home"),
        ONE,
    ),
    lines(
        "phi.column",
        ("patients", "column 7", 1),
        lambda t: t.update(patients=with_column(t["patients"], "Surname", "x")),
        lambda t: t.update(patients=with_column(t["patients"], "end_reason", "ongoing")),
    ),
    one_lines("phi.column", "column 16", 1, with_column(ONE, "mobile", "1"), ONE),
    lines(
        "phi.value.phone",
        ("visits", "column 5", 3),
        lambda t: t.update(visits=with_column(t["visits"], "remark1", "1", "0912 555 0143")),
        as_it_is,
        name="in an undeclared column",
    ),
]
NUMBERS = [
    *number("number.decimal_comma", "9,5", "9.5", 9.5),
    *number("number.decimal_comma", "0,125", "0.13", 0.13),
    *number("number.thousands", "1,013", "10.13", 10.13),
    *number("number.thousands", "1 013", "10.13", 10.13),
    *number("number.underscore", "1_0", "10", 10.0),
    *number("number.digits", "۹.۵", "9.5", 9.5),
    *number("number.digits", "٩٫٥", "9.5", 9.5),
    *number("number.scientific", "9.5e0", "9.5", 9.5),
    *number("number.scientific", "1e400", "1", 1.0),
    *number("number.not_finite", "inf", "", None),
    *number("number.not_finite", "NaN", "", None),
    *number("number.date_mangled", "03-May", "3.5", 3.5),
    *number("number.date_mangled", "May-03", "5.3", 5.3),
    *number("number.date_mangled", "3/5", "3.5", 3.5),
    *number("number.bound", "<0.1", "0.1", 0.1),
    *number("number.unit", "9.5 g/L", "9.5", 9.5),
    *number("number.shape", ".5", "0.5", 0.5),
    *number("number.shape", "low", "7", 7.0),
    *number("number.digits_many", "1234567890123456", "12", 12.0),
    *number("number.range", "0.05", "0.1", 0.1),
    *number("number.range", "40.01", "40", 40.0),
    *number("value.missing_word", "NA", "", None),
    *number("value.missing_word", "unknown", "", None),
    *number("text.formula", "=9.5", "9.5", 9.5),
    *number("text.formula", "@SUM(A1)", "9.5", 9.5),
    *number("text.control", "9.5\u200b", "9.5", 9.5),
    *number("text.spaces", "9.5 ", "9.5", 9.5),
    *number("score.on_scale", "9.512", "9.51", 9.51),
    *both("score.on_scale", "visits.edss", "edss_baseline", "0.5", "1.0", 1.0),
    *both("score.on_scale", "visits.edss", "edss_baseline", "3.25", "3.5", 3.5),
    *both("number.range", "visits.edss", "edss_baseline", "10.5", "10", 10.0),
    *both("number.whole", TREATMENT[:9] + "relapses_prior_year", "relapse_count", "1.5", "2", 2),
    cell("number.range", "relapses.month", "0", "0.1", 0.1),
    one("number.range", "relapse_month", "0", "0.1", 0.1),
    *both("number.range", "patients.follow_up_months", "follow_up_months", "600.5", "600", 600.0),
    cell("number.range", "adverse_events.grade", "6", "5", 5),
    cell("number.range", "visits.month", "-3.1", "-3", -3.0),
]
VALUES = [
    *both("value.allowed", "patients.diagnosis", "diagnosis", "MS", "RRMS", "RRMS"),
    *both("value.allowed", "patients.sex", "sex", "Female", "female", "female"),
    cell("value.allowed", "engagement.channel", "telegram", "skype", "skype"),
    *both("text.alphabet", "patients.diagnosis", "diagnosis", "RR\u041cS", "RRMS", "RRMS"),
    *both("value.allowed", "patients.diagnosis", "diagnosis", "rrms", "RRMS", "RRMS"),
    cell("value.yes_no", "relapses.confirmed_by_examination", "Y", "TRUE", True),
    one("value.yes_no", "relapsed", "2.0", "1.0", True),
    cell("value.yes_no", "relapses.confirmed_by_examination", "Yes", "yes", True),
    one("value.yes_no", "relapsed", "ja", "true", True),
    *both("value.missing", "patients.follow_up_months", "follow_up_months", "", "24", 24.0),
    cell("value.missing", "infusions.dose_mg", "", "500", 500.0),
    cell("text.formula", TERM, "=HYPERLINK(A1)", "rash", "rash"),
    cell("text.formula", TREATMENT, "-interferon", "interferon", "interferon"),
    cell("text.control", TERM, "rash\u202e", "rash", "rash"),
    cell("text.control", TERM, "rash\nfever", "rash", "rash"),
    cell("text.spaces", TERM, " rash", "rash", "rash"),
    one("text.formula", "sex", "=A1", "", None),
    one("text.control", "sex", "female\u200f", "female", "female"),
    one("text.spaces", "diagnosis", "RRMS ", "RRMS", "RRMS"),
    cell("id.pattern", "patients.patient_id", "P-1-2", "P01", "P01"),
    one("id.pattern", "patient_id", "P", "P1", "P1"),
    one("id.pattern", "patient_id", "Pé1", "Pe1", "Pe1"),
]
DAYS = {",24,": ",731,", ",18,": ",648,", ",12,": ",905,", ",20.5,": ",624,"}


def _in_days(row: str) -> str:
    """The follow-up of a row of the one table, as days in place of months."""
    for months, days in DAYS.items():
        row = row.replace(months, days, 1)
    return row


BLOCK = b"x" * 10_001
FILES = [
    *files("file.encoding", b"@P01,12.5,\xe9\n", b"@", 3, name="latin-1"),
    *files("table.ragged", b"@P02,12\n", b"@\n", 3, name="too few"),
    *files("table.ragged", b"@P02,12,3,\n", b"@\n", 3, name="too many"),
    *files("table.quotes", b'@P02,12,"3\n', b"@", 3),
    *files("table.row_size", b"@P02," + b"x" * 1_000_001 + b",\n", b"@", 3),
    *files("cell.size", b"@P02,12," + BLOCK + b"\n", b"@", 3),
    *files("file.binary", b"@P02,12,\x00\n", b"@", 3),
    *files("file.workbook", b"PK\x03\x04@", b"\xef\xbb\xbf@", None),
    *files("file.pickle", PICKLE, b"@", None),
    *files("file.empty", b"", b"@", None),
    *files("file.empty", b"\n \n", b"\n@", None, name="blank lines"),
    *files("header.delimiter", b"patient_id;month;edss\nP01;12;3\n", b"@", 1),
    *files("header.delimiter", b"patient_id\tmonth\nP01\t12\n", b"@", 1, name="tabs"),
    *files("header.empty", b"patient_id,,month\nP01,1,2\n", b"@", 1),
    *files("header.repeated", b"patient_id,month,month\nP01,1,2\n", b"@", 1),
    *files("header.missing", b"P01,12,3.0\nP02,12,3.0\n", b"@", 1),
    *files("header.size", b",".join([b"a"] * 1001) + b"\n", b"@", 1),
    *files("text.control", b"\xef\xbb\xbf\xef\xbb\xbf@", b"\xef\xbb\xbf@", 1, name="a second mark"),
    Case(
        "visits UTF-16",
        "file.encoding",
        "tables",
        bytes_of("visits", text_of(SOUND_TABLES["visits"]).decode().encode("utf-16")),
        bytes_of("visits", text_of(SOUND_TABLES["visits"])),
        ("visits", "", 1),
    ),
    Case(
        "one table of Windows-1256",
        "file.encoding",
        "one_table",
        one_bytes(text_of([*ONE[:2], ONE[2].replace("male", "مرد")]).decode().encode("cp1256")),
        one_bytes(text_of(ONE)),
        ("one_table", "", 3),
    ),
    *(
        Case(
            f"{form} {rule}",
            rule,
            form,
            lambda p, form=form, act=act: placed(p, form, act),  # type: ignore[misc]
            lambda p, form=form: placed(p, form, link_inside),  # type: ignore[misc]
            ("visits" if form == "tables" else "one_table", "", None),
        )
        for form, rule, act in (
            ("tables", "file.link", link_out),
            ("one_table", "file.link", link_out),
            ("tables", "file.kind", pipe),
            ("tables", "file.unreadable", dangling),
        )
    ),
]
TABLE_RULES = [
    lines(
        "table.missing",
        ("patients", "", None),
        lambda t: t.pop("patients"),
        lambda t: t.pop("relapses"),
    ),
    lines(
        "table.unknown",
        ("visit", "", None),
        lambda t: t.update(visit=t.pop("visits")),
        lambda t: t.pop("visits"),
    ),
    lines(
        "table.no_patients",
        ("patients", "", None),
        lambda t: t.update(patients=t["patients"][:1]),
        lambda t: t.update(relapses=t["relapses"][:1]),
    ),
    one_lines("table.no_patients", "", None, ONE[:1], ONE[:2]),
    lines(
        "phi.value.email",
        ("a file", "", None),
        lambda t: t.update({"s.k@mail.example": ["a", "1"]}),
        as_it_is,
        name="in the name of a file",
    ),
    *declaration("declaration.toml", "", "origin: patient", 'origin = "patient"'),
    *declaration("declaration.unknown", "orgin", 'orgin = "public"', 'origin = "public"'),
    *declaration(
        "phi.value.email",
        "declared_by",
        'declared_by = "sk@mail.example"',
        'declared_by = "Dr. Khan, Clinic"',
    ),
    *declaration("declaration.origin", "origin", 'origin = "real"', 'origin = "public"'),
    lines(
        "declaration.prefix",
        ("patients", "patient_id", 4),
        lambda t: t.update(patients=swapped(t["patients"], "P03", "SYN-03")),
        lambda t: t.update(patients=swapped(t["patients"], "P03", "SYM-03")),
    ),
    one_lines(
        "declaration.prefix",
        "patient_id",
        5,
        swapped(ONE, "P04", "SYN-04"),
        swapped(ONE, "P04", "P4"),
    ),
    lines(
        "column.missing",
        ("infusions", "dose_mg", 1),
        lambda t: t.update(infusions=without(t["infusions"], "dose_mg")),
        lambda t: t.update(visits=without(t["visits"], "edss")),
    ),
    lines(
        "column.missing",
        ("visits", "month", 1),
        lambda t: t.update(visits=swapped(t["visits"], "month", "Month")),
        as_it_is,
        name="other capitals",
    ),
    one_lines("column.missing", "diagnosis", 1, without(ONE, "diagnosis"), without(ONE, "sex")),
    lines(
        "column.unknown",
        ("visits", "column 3", 1),
        lambda t: t.update(visits=swapped(t["visits"], "edss", "esdd")),
        as_it_is,
        name="a short name",
    ),
    lines(
        "column.unknown",
        ("relapses", "detected_vai", 1),
        lambda t: t.update(relapses=swapped(t["relapses"], "detected_via", "detected_vai")),
        as_it_is,
        name="a slip",
    ),
    lines(
        "column.unknown",
        ("visits", "column 5", 1),
        lambda t: t.update(visits=with_column(t["visits"], "weight_kg", "70")),
        as_it_is,
    ),
    one_lines("column.unknown", "column 16", 1, with_column(ONE, "weight_kg", "70"), ONE),
    lines(
        "column.unit",
        ("visits", "igg_g_per_l", None),
        lambda t: t.update(visits=swapped(swapped(t["visits"], "9.", "900."), "10.13", "1013")),
        as_it_is,
    ),
    one_lines(
        "column.unit",
        "follow_up_months",
        None,
        [ONE[0], *(_in_days(row) for row in ONE[1:])],
        ONE,
    ),
]
ROW_RULES = [
    lines(
        "id.repeated",
        ("patients", "patient_id", 5),
        lambda t: t["patients"].append("p02,RRMS,12,,,0"),
        lambda t: t["patients"].append("p022,RRMS,12,,,0"),
    ),
    one_lines("id.repeated", "patient_id", 6, [*ONE, swapped(ONE, "P02", "p02")[2]], ONE),
    lines(
        "id.unknown",
        ("visits", "patient_id", 6),
        lambda t: t["visits"].append("P09,3,2.0,"),
        lambda t: t["visits"].append("P03,3,2.0,"),
    ),
    lines(
        "time.after_follow_up",
        ("visits", "month", 6),
        lambda t: t["visits"].append("P01,24.1,2.0,"),
        lambda t: t["visits"].append("P01,24.0000000001,2.0,"),
    ),
    lines(
        "time.after_follow_up",
        ("relapses", "month", 3),
        lambda t: t["relapses"].append("P02,18.6,,"),
        lambda t: t["relapses"].append("P02,18.5,,"),
    ),
    lines(
        "time.after_follow_up",
        ("engagement", "month", 4),
        lambda t: t["engagement"].append("P03,13,skype,session,1"),
        lambda t: t["engagement"].append("P03,12,skype,session,1"),
    ),
    one("time.after_follow_up", "relapse_month", "24.5", "24", 24.0),
    one("time.after_follow_up", "engagement_window_months", "25", "24", None),
    lines(
        "row.repeated",
        ("visits", "month", 6),
        lambda t: t["visits"].append("P01,12.0000000001,3.0,"),
        lambda t: t["visits"].append("P01,12.001,3.0,"),
    ),
    lines(
        "row.repeated",
        ("engagement", "month", 4),
        lambda t: t["engagement"].append("P01,0,skype,session,5"),
        lambda t: t["engagement"].append("P01,0,whatsapp,question,5"),
    ),
    lines(
        "engagement.activity",
        ("engagement", "activity", 4),
        lambda t: t["engagement"].append("P01,2,skype,message,1"),
        lambda t: t["engagement"].append("P01,2,whatsapp,message,1"),
    ),
    cell("engagement.start_for_all", "patients.engagement_start_month", "", "1.5", 1.5),
    one("relapse.disagree", "relapsed", "0", "1", True),
    one("relapse.disagree", "relapse_count", "0", "3", 3),
    one("relapse.month_needed", "relapse_month", "", "7.5", 7.5),
    one_lines(
        "relapse.unsaid",
        "relapsed",
        3,
        [*ONE[:2], ONE[2].replace(",0,,0,4.0", ",,,,4.0"), *ONE[3:]],
        [*ONE[:2], ONE[2].replace(",0,,0,4.0", ",,,0,4.0"), *ONE[3:]],
    ),
    one_lines("table.redcap", "", 1, with_column(ONE, "redcap_event_name", "baseline"), ONE),
]
CASES = [*IDENTITY, *NUMBERS, *VALUES, *FILES, *TABLE_RULES, *ROW_RULES]
# Rules of files that are no text: tests/read/test_grid.py, test_typed_tables.py, test_workbook.py
# and test_tables.py break each of them.
# Broken by a table that a program writes: tests of its own.
OF_THE_LOG = {"log.order", "value.hash"}
# Broken by a folder of counts.
OF_COUNTS = {"count.header", "count.total"}
OF_TYPED_FILES = {
    "cell.error",
    "cell.formula",
    "cell.merged",
    "cell.number_as_text",
    "column.hidden",
    "header.merged",
    "header.several",
    "header.title",
    "row.section",
    "row.total",
    "row.hidden",
    "sheet.hidden",
    "sheet.one",
    "sheet.unknown",
    "sheet.unreadable",
    "table.repeated",
}
# Rules that a form cannot break, or that need more than one cohort or a key that the bundled study
# file does not have: those have tests of their own.
NOT_IN_TABLES = {
    "time.minimum_follow_up",
    "column.many",
    "table.redcap",
    "relapse.disagree",
    "relapse.month_needed",
    "relapse.unsaid",
    "file.size",
}
NOT_IN_ONE_TABLE = {
    "time.minimum_follow_up",
    "column.many",
    "table.missing",
    "table.unknown",
    "id.unknown",
    "row.repeated",
    "engagement.activity",
    "engagement.start_for_all",
    "file.kind",
    "file.unreadable",
    "file.size",
}

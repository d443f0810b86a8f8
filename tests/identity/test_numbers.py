"""Telephone numbers and national codes."""

import pytest

from rtxoutcomes.identity.numbers import looks_like_mobile, national_code, phone_mark


@pytest.mark.parametrize(
    "text",
    [
        "+12025550143",
        "+44 (20) 7946 0958",
        "0044 20 7946 0958",
        "09125550143",
        "0912 555 0143",
        "091-2555-0143",
        "9125550143",
        "989125550143",
        "00989125550143",
        "02188776655",
        "021-8877 6655",
        "call 0912.555.0143 now",
        "(0912) 5550143",
    ],
)
def test_a_telephone_is_found_however_it_is_grouped(text: str) -> None:
    assert phone_mark(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "1000009125550143000",
        "X09125550143",
        "0.9125550143",
        "1234567890",
        "0012345678",
        "+1.5",
        "912555014",
        "24.0000000001",
        "12 14 16 18",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert phone_mark(text) is None


def test_a_bare_number_of_a_list_may_look_like_a_mobile() -> None:
    assert looks_like_mobile("9125550143")
    assert not looks_like_mobile("09125550143")
    assert not looks_like_mobile("8125550143")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        # Weights 10 to 2 on 0, 0, 1, 2, 3, 4, 5, 6, 7: sum 156 = 14 x 11 + 2, check 11 - 2.
        ("0012345679", True),
        ("12345679", True),
        ("0012345678", False),
        # All equal is excluded, although 1 to 1 would pass.
        ("1111111111", False),
        # Sum 10 = r, check 11 - 10.
        ("1000000001", True),
        # Sum 22, r = 0: the check is r itself.
        ("0110000000", False),
        ("1234567", False),
        ("P012345679", False),
    ],
)
def test_a_national_code_has_its_check_digit(text: str, passes: bool) -> None:
    assert national_code(text) is passes


def test_a_check_digit_below_two_is_the_rest_itself() -> None:
    # 10 x 1 + 3 x 4 = 22, rest 0; with one more of weight 2 times 6 = 12: rest 1.
    assert national_code("1000000400")
    assert national_code("1000000461")

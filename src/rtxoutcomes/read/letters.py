"""How a spreadsheet names its columns: A to Z, AA, AB, ..."""


def letters_of(column: int) -> str:
    """0 as A, 25 as Z, 26 as AA."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(letters: str) -> int:
    """A as 0, AA as 26."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1

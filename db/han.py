"""What a Han character is, for search and for marking languages; a test compares it with loader/han.py."""

# Ideographic zero; Extension A; the unified ideographs; compatibility ideographs; the planes of Extensions B to J.
RANGES = (
    ("\u3007", "\u3007"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
HAN = "".join(f"{first}-{last}" for first, last in RANGES)  # inside the brackets of a regular expression


def is_han(token: str) -> bool:
    """Whether a token is a Han character.

    By comparison: a regular expression of these ranges takes longer to compile than a search takes.
    """
    return any(first <= token[0] <= last for first, last in RANGES)

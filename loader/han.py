"""What a Han character is."""

# Ideographic zero; Extension A; the unified ideographs; compatibility ideographs; the planes of Extensions B to J.
HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # inside the brackets of a regular expression
)
EVERY_COMMON = [chr(number) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for number in range(start, end)]

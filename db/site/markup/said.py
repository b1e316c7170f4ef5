"""What a template can say in its reader's language. Each takes the variable `language` from the template."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ...languages import TAGS, in_language
from ...words import has_word, read_words, word
from .languages import has_chinese, mark_chinese

Row = Mapping[str, Any]


@pass_context
def say(context: Context, english: str, *values: object) -> str:
    """A sentence or word of the site, {} in it filled with values."""
    sentence = word(english, context["language"])
    return sentence.format(*values) if values else sentence


@pass_context
def w(context: Context, english: str | None) -> Markup | str:
    """A word, condition or note of the data; in English, and marked so, if it has no translation."""
    if not english:
        return ""
    if context["language"] == "en" or has_word(english):
        return word(english, context["language"])
    return Markup('<span lang="en">{}</span>').format(english.replace("_", " "))


@pass_context
def text(context: Context, row: Row, column: str) -> Markup | str:
    """The value of a column that stands in three languages; in English, and marked so, where the others are empty."""
    language = context["language"]
    said = in_language(row, column, language)
    if language == "en" or in_language(row, column, "en") != said:
        return said
    return Markup('<span lang="en">{}</span>').format(said) if said else ""


@pass_context
def chinese_name(context: Context, row: Row) -> str:
    """The Chinese name of a code, for readers of Chinese; its English name, which stands before it, is in all pages."""
    return "" if context["language"] == "en" else str(row[f"name_{context['language']}"] or "")


@pass_context
def label(context: Context, column: str) -> str:
    """What a column is called at the head of a table; empty if it says no more than the column's own name."""
    texts = read_words("columns").get(column)
    return texts[list(TAGS).index(context["language"])] if texts else ""


@pass_context
def described(context: Context, bilingual: str | None) -> str:
    """A text of metadata.json, which has English and Simplified Chinese there, in one language."""
    return word(english_of(bilingual or ""), context["language"])


def english_of(bilingual: str) -> str:
    """The English part of a text of metadata.json: what stands before " · ", or before the first Chinese sentence."""
    if " \u00b7 " in bilingual:
        return bilingual.split(" \u00b7 ", maxsplit=1)[0]
    first = next((at for at, character in enumerate(bilingual) if character >= "\u2e80"), len(bilingual))
    whole = bilingual[:first]
    return whole[: whole.rfind(". ") + 1] if first < len(bilingual) and ". " in whole else whole.strip()


@pass_context
def quote(context: Context, claim: str, shown: str = "") -> Markup:
    """Markup of words of the document: as `shown` in the reader's script, or as they stand, in its own mixed script."""
    said = shown if shown and context["language"] != "en" else claim
    tag = TAGS[context["language"]] if said != claim else "zh" if has_chinese(said) else "en"
    return Markup('<q lang="{}">{}</q>').format(tag, said)


@pass_context
def correction(context: Context, row: Row) -> Markup:
    """A correction in the reader's language, with the words of the document that it quotes marked as such."""
    said = in_language(row, "correction", context["language"])
    if context["language"] == "en":
        return mark_chinese(said)
    pieces = re.split("(\u300c[^\u300d]*\u300d|\u201c[^\u201d]*\u201d)", said)
    return Markup("").join(
        Markup('<span lang="zh">{}</span>').format(piece) if number % 2 and has_chinese(piece) else escape(piece)
        for number, piece in enumerate(pieces)
    )


WORDS = {
    "_": say,
    **{function.__name__: function for function in (w, text, chinese_name, label, described, quote, correction)},
}

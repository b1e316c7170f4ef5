from collections.abc import Callable

import pytest
from http_status_db.loader.chinese import to_hans, to_hant, variants
from http_status_db.loader.document.read import DOCUMENT, read_document
from hypothesis import given
from hypothesis import strategies as st

LINES = read_document(DOCUMENT).lines
# What the document is written with.
PAGE_TEXT = st.text(sorted(set("".join(LINES))))


@pytest.mark.parametrize(
    ("text", "hans", "hant"),
    [
        ("狀態碼", "状态码", "狀態碼"),
        ("状态码", "状态码", "狀態碼"),
        ("緩存", "缓存", "緩存"),
        ("重定向", "重定向", "重定向"),
        ("爲", "为", "為"),
        ("為", "为", "為"),
        ("這裏", "这里", "這裡"),
        ("后面", "后面", "後面"),
        ("浏覽器", "浏览器", "瀏覽器"),
        ("文檔视图", "文档视图", "文檔視圖"),
        ("服務器", "服务器", "服務器"),
        ("忽略", "忽略", "忽略"),
        ("發生了沖突", "发生了冲突", "發生了衝突"),
        ("從上遊服務器", "从上游服务器", "從上游服務器"),
        ("WWW-Authenticate 头, RFC 2617", "WWW-Authenticate 头, RFC 2617", "WWW-Authenticate 頭, RFC 2617"),
        ("", "", ""),
    ],
)
def test_a_word_of_either_or_both_scripts_has_one_form_in_each(text: str, hans: str, hant: str) -> None:
    """The document mixes scripts inside words, as in 浏覽器 and 沖突: so Traditional is made from Simplified."""
    assert (to_hans(text), to_hant(text)) == (hans, hant)


def test_traditional_text_has_the_forms_of_taiwan_but_not_its_vocabulary() -> None:
    assert to_hant("服务器,信息,缓存") == "服務器,信息,緩存"


@pytest.mark.parametrize("convert", [to_hans, to_hant])
def test_the_converted_document_has_as_many_lines_and_characters(convert: Callable[[str], str]) -> None:
    converted = convert("\n".join(LINES)).split("\n")
    assert [len(line) for line in converted] == [len(line) for line in LINES]


def test_no_traditional_form_is_left_in_the_simplified_document() -> None:
    simplified = to_hans("\n".join(LINES))
    assert not set(simplified) & set("狀態碼請頭務響應為爲這裏覽資訊錯誤")


@given(PAGE_TEXT)
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert to_hans(to_hans(text)) == to_hans(text)


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x2E7F, exclude_categories=["Cs"])))
def test_text_without_han_characters_stays_as_it_is(text: str) -> None:
    assert to_hans(text) == to_hant(text) == text


def test_variants_hold_the_text_and_the_forms_that_a_reader_may_type() -> None:
    assert variants("爲这裏") >= {"爲这裏", "为这里", "爲這裏", "為這裡"}
    assert variants("认为") >= {"认为", "認為", "認爲"}


@given(PAGE_TEXT)
def test_variants_hold_the_text_itself_and_its_form_in_each_script(text: str) -> None:
    assert {text, to_hans(text), to_hant(text)} <= variants(text)

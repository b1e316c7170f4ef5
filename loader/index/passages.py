"""Index the passages that a question is compared with, and say which codes each speaks for."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from ..records import Reference
from .split import tokens

# How strongly a passage of a kind speaks for its code, in hundredths: tried on tests/cases/questions.json.
_WEIGHTS = {
    "name": 90,
    "summary": 80,
    "meaning": 80,
    "advice": 75,
    "instead": 70,  # for the other code, which it recommends; half of that for its own
    "document": 65,
    "header": 60,
    "comparison": 55,
}
_RANKED = (100, 85, 75, 70, 65, 60)  # for the codes of a situation, by their rank
_UNREGISTERED = 0.8  # of a weight: few people ask about a vendor's code without naming the vendor

# A kind of passage, and the query that gives for each passage what it is known by, its texts, and codes with ranks.
# Passages that speak for a code by itself begin with the code's names, so that "redirect and method" finds them.
_SITUATIONS = """
    SELECT situation, replace(situation, '-', ' ') || char(10) || question_en || char(10) || question_hans || char(10)
        || question_hant || char(10) || other_en || char(10) || other_hans || char(10) || other_hant,
        (SELECT json_group_array(code) FROM
            (SELECT code FROM situation_codes c WHERE c.situation = s.situation ORDER BY rank))
    FROM situations s ORDER BY situation"""
_NAMES = """
    SELECT code, group_concat(text, char(10)) FROM
        (SELECT DISTINCT code, text FROM code_texts
         WHERE field IN ('name', 'earlier name', 'name on the page', 'owner''s name') ORDER BY code, text)
    GROUP BY code"""
_OF_CODES = {
    "name": "SELECT code, '' FROM codes ORDER BY code",
    "summary": """
        SELECT code, summary_en || char(10) || summary_hans || char(10) || summary_hant FROM codes
        WHERE summary_en IS NOT NULL ORDER BY code""",
    "meaning": """
        SELECT code, owner || char(10) || summary_en || char(10) || summary_hans || char(10) || summary_hant
        FROM meanings WHERE owner <> 'IANA' ORDER BY code, owner""",
    "document": """
        SELECT code, group_concat(text_hans || char(10) || text_hant, char(10)) FROM
            (SELECT code, text_hans, text_hant FROM descriptions ORDER BY id) GROUP BY code""",
    "header": """
        SELECT code, group_concat(header, char(10)) FROM
            (SELECT DISTINCT code, header FROM code_headers ORDER BY code, header) GROUP BY code""",
    "advice": """
        SELECT code, group_concat(text_en || char(10) || text_hans || char(10) || text_hant, char(10)) FROM
            (SELECT * FROM advice WHERE kind <> 'instead' ORDER BY code, kind, position) GROUP BY code, kind""",
}
_OF_TWO = {
    "instead": """
        SELECT other_code, code, text_en || char(10) || text_hans || char(10) || text_hant FROM advice
        WHERE kind = 'instead' ORDER BY code, position""",
    "comparison": """
        SELECT code_a, code_b, difference_en || char(10) || difference_hans || char(10) || difference_hant
        FROM comparisons ORDER BY code_a, code_b""",
}


class Passage(NamedTuple):
    """A passage: its kind, the situation if it is one, its text, and codes with their weights."""

    kind: str
    situation: str | None
    text: str
    answers: Sequence[tuple[int, int]]


def index_passages(db: Database, reference: Reference, fold: Callable[[str], str]) -> None:
    """Fill search_passages, search_answers, passages_fts and search_synonyms from the tables of a database.

    `fold` folds a text as the other indexes do.
    """
    unregistered = {row[0] for row in db.execute("SELECT code FROM codes WHERE registration = 'unregistered'")}
    for number, passage in enumerate(_passages(db), 1):
        db.table("search_passages").insert({"id": number, "kind": passage.kind, "situation": passage.situation})
        db.table("search_answers").insert_all(
            {
                "passage": number,
                "code": code,
                "weight": round(weight * (_UNREGISTERED if code in unregistered else 1)),
            }
            for code, weight in passage.answers
        )
        db.execute("INSERT INTO passages_fts (rowid, words) VALUES (?, ?)", [number, tokens(fold(passage.text))])
    db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
    db.table("search_synonyms").insert_all(_synonyms(reference, fold))


def _passages(db: Database) -> Iterator[Passage]:
    for situation, text, codes in db.execute(_SITUATIONS).fetchall():
        yield Passage("situation", situation, text, list(zip(json.loads(codes), _RANKED, strict=False)))
    names = dict(db.execute(_NAMES).fetchall())
    for kind, query in _OF_CODES.items():
        for code, text in db.execute(query).fetchall():
            yield Passage(kind, None, f"{names[code]}\n{text}", [(code, _WEIGHTS[kind])])
    for kind, query in _OF_TWO.items():
        weight = _WEIGHTS[kind]
        for code, other, text in db.execute(query).fetchall():
            yield Passage(kind, None, text, [(code, weight), (other, weight // 2 if kind == "instead" else weight)])


def _synonyms(reference: Reference, fold: Callable[[str], str]) -> Iterator[dict[str, object]]:
    rows = {tokens(fold(record.text("phrase"))): record["meaning"] for record in reference["search_synonyms"]}
    return ({"phrase": phrase, "meaning": rows[phrase]} for phrase in sorted(rows))

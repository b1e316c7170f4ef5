"""Look up a code: everything that the database holds about it."""

import json
import sqlite3
from itertools import groupby
from typing import Any, NamedTuple

from ..errors import DataError

Rows = list[dict[str, Any]]

_MOST_NAMED = 8  # programs that are named; of more the number is enough

# What is read for a code, as data: a field of CodeFacts and the query that fills it.
# In observation_sets a code is found as text, since each has three digits; json_each takes 0.8 ms more.
_PARTS = {
    "advice": """
        SELECT kind, position, other_code, text_en, text_hans, text_hant, rfc, section, document FROM advice
        WHERE code = ? ORDER BY CASE kind WHEN 'use' THEN 1 WHEN 'instead' THEN 2 WHEN 'got' THEN 3 WHEN 'cause' THEN 4
            ELSE 5 END, position""",
    "situations": """
        SELECT situation, rank, role, question_en, question_hans, question_hant, reason_en, reason_hans, reason_hant,
            rfc, section, document
        FROM situation_codes JOIN situations USING (situation) WHERE code = ? ORDER BY rank, situation""",
    "comparisons": """
        SELECT other.code, other.name, other.name_hans, other.name_hant, difference_en, difference_hans,
            difference_hant, p.rfc, p.section, p.document
        FROM comparisons p JOIN codes other ON other.code = iif(p.code_a = ?1, p.code_b, p.code_a)
        WHERE ?1 IN (p.code_a, p.code_b) ORDER BY other.code""",
    "examples": """
        SELECT id, title_en, title_hans, title_hant, request, response, rfc, section, document FROM examples
        WHERE code = ? ORDER BY id""",
    "observations": """
        SELECT probe, outcome, json_group_array(software) AS software FROM (
            SELECT * FROM observation_sets WHERE instr(codes, ?) ORDER BY software COLLATE NOCASE)
        GROUP BY probe, outcome ORDER BY probe, count(*) DESC, outcome""",
    "definitions": """
        SELECT r.rfc, r.section, r.document, r.name, r.listed_name, f.title, f.published, f.status,
            (SELECT group_concat(obsoleted_by) FROM rfc_successions s WHERE s.rfc = r.rfc) AS obsoleted_by
        FROM rfc_references r LEFT JOIN rfcs f USING (rfc)
        WHERE code = ? AND relation = 'defines' ORDER BY f.published IS NULL, f.published, r.rfc""",
    "headers": """
        SELECT header, direction, requirement, trigger_level, condition, condition_hans, condition_hant,
            note, note_hans, note_hant, rfc, section, document
        FROM code_headers WHERE code = ? AND origin = 'standard'
        ORDER BY direction DESC, CASE requirement WHEN 'must' THEN 1 WHEN 'must not' THEN 2 WHEN 'should' THEN 3
            WHEN 'should not' THEN 4 WHEN 'may' THEN 5 WHEN 'triggers' THEN 6 ELSE 7 END, header, id""",
    "rules": """
        SELECT rule, value, rfc, section, note, note_hans, note_hant FROM code_rules WHERE code = ? ORDER BY rule""",
    "descriptions": """
        SELECT id, version, position, name, text, text_hans, text_hant, first_line, last_line
        FROM descriptions WHERE code = ? ORDER BY id""",
    "corrections": """
        SELECT description, line, claim, correction_en, correction_hans, correction_hant, kind, rfc, section, document
        FROM corrections WHERE code = ? ORDER BY id""",
    "meanings": """
        SELECT owner, name, name_hans, name_hant, summary_en, summary_hans, summary_hant, evidence, verified
        FROM meanings m WHERE code = ? AND owner <> 'IANA'
        ORDER BY (SELECT instr(c.summary_en, m.summary_en) = 1 FROM codes c WHERE c.code = m.code) DESC, owner""",
    "constants": """
        SELECT language, library, symbol, qualified, kind, since FROM constants WHERE code = ?
        ORDER BY language, library, kind <> 'current', symbol""",
    "page_headers": """
        SELECT header, line, clause FROM code_headers WHERE code = ? AND origin = 'source' ORDER BY line, id""",
    "page_rfcs": """
        SELECT rfc, line FROM rfc_references WHERE code = ? AND relation = 'cites' ORDER BY line, rfc""",
    "mentions": """
        SELECT DISTINCT m.mentioned_code AS code, c.name FROM code_mentions m
        JOIN codes c ON c.code = m.mentioned_code WHERE m.code = ? ORDER BY m.mentioned_code""",
    "mentioned_by": """
        SELECT DISTINCT m.code, c.name FROM code_mentions m
        JOIN codes c ON c.code = m.code WHERE m.mentioned_code = ? ORDER BY m.code""",
}


class CodeFacts(NamedTuple):
    """A code and what belongs to it. `code` is its row of `codes`; the rest are rows, as dicts by column.

    `advice` is in the order in which it is read: use, instead, got, cause, fix. `situations` are those that the code
    answers, first those whose answer it is (`rank` 1); `comparisons` set it beside other codes, each `code` with the
    difference. `observations` says what programs do with it: for each probe the outcomes, that of most programs first,
    each with its programs. `definitions` goes from the oldest RFC to the newest; `page_headers` and `page_rfcs` are
    what the document names; `meanings` begins with the one that the code's summary tells. `mentions` and
    `mentioned_by` are other codes that its rows name, and whose rows name it.
    """

    code: dict[str, Any]
    advice: Rows
    situations: Rows
    comparisons: Rows
    examples: Rows
    observations: Rows
    definitions: Rows
    headers: Rows
    rules: Rows
    descriptions: Rows
    corrections: Rows
    meanings: Rows
    constants: Rows
    page_headers: Rows
    page_rfcs: Rows
    mentions: Rows
    mentioned_by: Rows

    def as_dict(self) -> dict[str, Any]:
        """The facts as JSON can hold them, the code's own columns first."""
        facts = self._asdict()
        return {**facts.pop("code"), **facts}


def look_up(connection: sqlite3.Connection, code: int) -> CodeFacts:
    """Look up a status code.

    Args:
        connection: A connection that :func:`open_database` gave.
        code: The number, such as 404.

    Returns:
        All that the database holds about it; :class:`CodeFacts` names the parts.

    Raises:
        DataError: The database has no such code. The message names the nearest ones.
    """
    row = connection.execute("SELECT * FROM codes WHERE code = ?", [code]).fetchone()
    if row is None:
        nearest = ", ".join(str(near) for near in nearest_codes(connection, code))
        raise DataError(f"{code}: is not a known status code; the nearest are {nearest}")
    parts = {part: [dict(found) for found in connection.execute(query, [code])] for part, query in _PARTS.items()}
    for definition in parts["definitions"]:
        definition["obsoleted_by"] = [int(rfc) for rfc in (definition["obsoleted_by"] or "").split(",") if rfc]
    for observation in parts["observations"]:
        observation["software"] = json.loads(observation["software"])
    return CodeFacts(dict(row), **parts)


def nearest_codes(connection: sqlite3.Connection, code: int, number: int = 4) -> list[int]:
    """The known codes nearest to a number, in order."""
    query = "SELECT code FROM codes ORDER BY abs(code - ?), code LIMIT ?"
    return sorted(row[0] for row in connection.execute(query, [code, number]))


class Group(NamedTuple):
    """Programs that did the same: the outcome, their names if they are few, and their number."""

    outcome: str
    programs: list[str]
    number: int


def software_of(facts: CodeFacts) -> list[tuple[str, list[Group]]]:
    """What programs do with a code: for each probe the outcomes, that of most programs first."""
    return [
        (probe, [_group(row["outcome"], row["software"]) for row in found])
        for probe, found in groupby(facts.observations, key=lambda row: row["probe"])
    ]


def _group(outcome: str, programs: list[str]) -> Group:
    return Group(outcome, programs if len(programs) <= _MOST_NAMED else [], len(programs))

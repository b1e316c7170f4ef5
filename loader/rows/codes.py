"""Merge document, registry and owners: the rows of `codes` and `meanings`.

Precedence is the order of the rules below: the registry's name and summary, else those of an unregistered
code's main owner, else the document's name.
"""

from collections import defaultdict

from ..document.model import Document, TableRow
from ..records import Record, Reference, Value
from ..standards.check import known_codes

REGISTRY = "IANA"
UNNAMED = "(Unnamed)"

_TEXTS = ("name_hans", "name_hant", "summary_en", "summary_hans", "summary_hant")
_RULES = ("cacheable", "content", "retry")
# Whose fault a class of responses is (RFC 9110, sections 15.2 to 15.6), unless faults.csv knows better.
_FAULTS = {1: "neither", 2: "neither", 3: "neither", 4: "client", 5: "server"}

# The sentence that names who else means something by a code: of a registered one, and of another that several use.
_COMMAS = {"summary_en": ", ", "summary_hans": "、", "summary_hant": "、"}
_OTHERS = {
    "summary_en": " Others give this number a meaning of their own: {}.",
    "summary_hans": "另有使用方赋予这个号码其他含义\uff1a{}。",
    "summary_hant": "另有使用方賦予這個號碼其他意義\uff1a{}。",
}
_SEVERAL = {
    "summary_en": " Several owners use this number: {}.",
    "summary_hans": "这个号码有多个使用方\uff1a{}。",
    "summary_hant": "這個號碼有多個使用方\uff1a{}。",
}


def meaning_rows(reference: Reference) -> list[Record]:
    """Rows of `meanings`: the registry's own, made from its entries and summaries, and the other owners'."""
    columns = ("code", "owner", "name", *_TEXTS, "evidence", "verified")
    rows = [record.pick(*columns) for record in reference["meanings"]]
    summaries = {record["code"]: record for record in reference["summaries"]}
    for entry in reference["registry"]:
        texts = {column: summaries[entry["code"]][column] for column in _TEXTS}
        rows.append(entry.pick("code", "name", "evidence", owner=REGISTRY, verified=1, **texts))
    return sorted(rows, key=lambda row: (row.number("code"), row.text("owner")))


def code_rows(document: Document, reference: Reference, meanings: list[Record]) -> list[Record]:
    """Rows of `codes`, one for each number that the registry, an owner or the document knows."""
    registry = {record.number("code"): record for record in reference["registry"]}
    main = {record.number("code"): record for record in reference["meanings"] if record["main"]}
    main |= {row.number("code"): row for row in meanings if row["owner"] == REGISTRY}
    rules = {(record["code"], record["rule"]): record["value"] for record in reference["code_rules"]}
    faults = {record.number("code"): record.text("fault") for record in reference["faults"]}
    first_rows = {row.code: row for row in reversed(document.rows)}
    table_1, table_2 = document.codes(1), document.codes(2)
    rows = []
    for code in sorted(known_codes(reference) | document.codes()):
        base = main[code].pick("name", *_TEXTS) if code in main else _from_page(document, first_rows[code])
        entry = registry.get(code)
        rows.append(
            base.pick(
                *base.values,
                code=code,
                **{"class": code // 100},
                **(entry.pick("registration", "rfc", "section", "document").values if entry else _UNREGISTERED),
                **{rule: rules.get((code, rule)) for rule in _RULES},
                fault=faults.get(code) or _FAULTS.get(code // 100, "unclear"),
                in_v1=int(code in table_1),
                in_v2=int(code in table_2),
                is_common=int(code in document.common_codes),
            )
        )
    owners = _confirmed_owners(meanings, {code: record.text("owner") for code, record in main.items()})
    return [_name_owners(row, owners[row["code"]]) for row in rows]


_UNREGISTERED = {"registration": "unregistered", "rfc": None, "section": None, "document": None}


def _from_page(document: Document, row: TableRow) -> Record:
    """What is known of a code that only the document has."""
    return Record(dict.fromkeys(_TEXTS) | {"name": row.name or UNNAMED}, document.file, row.fragments[0].line)


def _confirmed_owners(meanings: list[Record], main: dict[int, str]) -> dict[Value, list[str]]:
    """The owners of each code whose own document was read, but for the registry; first the one that names the code."""
    owners: dict[Value, list[str]] = defaultdict(list)
    for meaning in sorted(meanings, key=lambda row: row["owner"] != main.get(row.number("code"))):
        if meaning["verified"] and meaning["owner"] != REGISTRY:
            owners[meaning["code"]].append(meaning.text("owner"))
    return owners


def _name_owners(row: Record, owners: list[str]) -> Record:
    registered = row["registration"] != "unregistered"
    if len(owners) < (1 if registered else 2):
        return row
    sentences = _OTHERS if registered else _SEVERAL
    texts = {
        column: row.text(column) + sentence.format(_COMMAS[column].join(owners))
        for column, sentence in sentences.items()
    }
    return row.pick(*row.values, **texts)

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

# The sentence that names the owners of a code that has several.
_SEVERAL_OWNERS = {
    "summary_en": (" Several owners use this number: {}.", ", "),
    "summary_hans": ("多方使用此代码\uff1a{}。", "、"),
    "summary_hant": ("多方使用此代碼\uff1a{}。", "、"),
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
                in_v1=int(code in table_1),
                in_v2=int(code in table_2),
                is_common=int(code in document.common_codes),
            )
        )
    owners: dict[Value, list[str]] = defaultdict(list)
    for meaning in meanings:
        owners[meaning["code"]].append(meaning.text("owner"))
    return [_name_owners(row, owners[row["code"]]) for row in rows]


_UNREGISTERED = {"registration": "unregistered", "rfc": None, "section": None, "document": None}


def _from_page(document: Document, row: TableRow) -> Record:
    """What is known of a code that only the document has."""
    return Record(dict.fromkeys(_TEXTS) | {"name": row.name or UNNAMED}, document.file, row.fragments[0].line)


def _name_owners(row: Record, owners: list[str]) -> Record:
    if len(owners) < 2:  # noqa: PLR2004 - the sentence is about more than one
        return row
    texts = {
        column: row.text(column) + sentence.format(comma.join(owners))
        for column, (sentence, comma) in _SEVERAL_OWNERS.items()
    }
    return row.pick(*row.values, **texts)

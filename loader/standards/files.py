"""The reference files, as data: their columns, their keys and what their columns refer to.

Allowed words are not listed here: the CHECK constraints of schema.sql hold them, and the writer names the
file and row of whatever they refuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

INTEGERS = frozenset(
    {"class", "code", "code_a", "code_b", "other_code", "rfc", "obsoleted_by", "version", "rank", "position"}
    | {"safe", "idempotent", "main", "verified"}
)


@dataclass(frozen=True)
class ReferenceFile:
    """A CSV file of loader/reference.

    `key` are the columns by which the file is sorted and, if `unique`, that no two rows share. `refers` gives, for
    a column, the column of another file in which its value must stand. Each row has at least one of `evidence`.
    `required` are columns that are never empty where the schema does not see to that. The cells of `verbatim`
    columns may begin and end with white space, as a message that ends with a blank line does. `text` are columns that
    hold text here though those of their name hold numbers elsewhere.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    refers: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ("evidence",)
    unique: bool = True
    required: tuple[str, ...] = ()
    verbatim: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def filename(self) -> str:
        """The file's name in its folder."""
        return f"{self.name}.csv"


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _of_languages(name: str) -> str:
    return f"{name}_en {name}_hans {name}_hant"


_NAMES = "name name_hans name_hant"
_CONDITION = "condition condition_hans condition_hant"
_NOTE = "note note_hans note_hant"
_SUMMARIES = _of_languages("summary")
_PLACE = "rfc section document"
_RFC = {"rfc": "rfcs.rfc"}
_CODE = {"code": "codes"}
_CODE_RFC = {**_CODE, **_RFC}

FILES = (
    ReferenceFile("classes", _columns(f"class pattern {_NAMES} evidence"), ("class",)),
    ReferenceFile("rfcs", _columns("rfc title published status evidence"), ("rfc",)),
    ReferenceFile(
        "rfc_successions",
        _columns("rfc obsoleted_by evidence"),
        ("rfc", "obsoleted_by"),
        {**_RFC, "obsoleted_by": "rfcs.rfc"},
    ),
    ReferenceFile("registry", _columns("code name registration rfc section document evidence"), ("code",), _RFC),
    ReferenceFile("owners", _columns(f"owner kind {_SUMMARIES}"), ("owner",), evidence=("summary_en",)),
    ReferenceFile(
        "meanings",
        _columns(f"code owner main {_NAMES} {_SUMMARIES} evidence verified"),
        ("code", "owner"),
        {"owner": "owners.owner"},
    ),
    ReferenceFile(
        "summaries",
        _columns(f"code name_hans name_hant {_SUMMARIES}"),
        ("code",),
        {"code": "registry.code"},
        evidence=("summary_en",),
    ),
    ReferenceFile("code_rules", _columns(f"code rule value rfc section {_NOTE} evidence"), ("code", "rule"), _CODE_RFC),
    ReferenceFile("faults", _columns("code fault evidence"), ("code",), _CODE),
    ReferenceFile(
        "definitions",
        _columns("code rfc section document name listed_name evidence"),
        ("code", "rfc"),
        _CODE_RFC,
    ),
    ReferenceFile(
        "headers",
        _columns(f"header direction category registration rfc section document {_SUMMARIES} evidence"),
        ("header",),
        _RFC,
    ),
    ReferenceFile(
        "code_headers",
        _columns(f"code header direction requirement trigger_level {_CONDITION} {_NOTE} {_PLACE} evidence"),
        ("code", "header", "direction", "requirement", "condition"),
        {**_CODE_RFC, "header": "headers.header"},
        evidence=("rfc", "document"),
    ),
    ReferenceFile(
        "class_headers",
        _columns(f"class header direction requirement {_CONDITION} {_NOTE} rfc section evidence"),
        ("class", "header", "direction", "requirement", "condition"),
        {**_RFC, "header": "headers.header"},
    ),
    ReferenceFile(
        "methods",
        _columns(f"method safe idempotent cacheable {_PLACE} {_NOTE} evidence"),
        ("method",),
        _RFC,
        evidence=("rfc", "document"),
    ),
    ReferenceFile(
        "constants",
        _columns("code language library symbol qualified kind since evidence"),
        ("code", "language", "library", "symbol"),
        _CODE,
    ),
    ReferenceFile(
        "corrections",
        _columns(f"code version claim kind {_of_languages('correction')} {_PLACE}"),
        ("code", "version"),
        _CODE_RFC,
        evidence=("rfc", "document"),
        unique=False,
    ),
    ReferenceFile(
        "situations",
        _columns(f"situation role {_of_languages('question')} {_of_languages('other')}"),
        ("situation",),
        evidence=("question_en",),  # the rows of situation_codes name theirs
    ),
    ReferenceFile(
        "situation_codes",
        _columns(f"situation code rank {_of_languages('reason')} {_PLACE}"),
        ("situation", "rank"),
        {**_CODE_RFC, "situation": "situations.situation"},
        evidence=("rfc", "document"),
    ),
    ReferenceFile(
        "comparisons",
        _columns(f"code_a code_b {_of_languages('difference')} {_PLACE}"),
        ("code_a", "code_b"),
        {"code_a": "codes", "code_b": "codes", **_RFC},
        evidence=("rfc", "document"),
    ),
    ReferenceFile(
        "advice",
        _columns(f"code kind position other_code {_of_languages('text')} {_PLACE}"),
        ("code", "kind", "position"),
        {**_CODE_RFC, "other_code": "codes"},
        evidence=("rfc", "document"),
    ),
    ReferenceFile(
        "examples",
        _columns(f"code {_of_languages('title')} request response {_PLACE}"),
        ("code",),
        _CODE_RFC,
        evidence=("rfc", "document"),
        unique=False,
        verbatim=("request", "response"),
    ),
    ReferenceFile(
        "terms",
        _columns("english hans hant avoid_hans avoid_hant"),
        ("english",),
        evidence=("english",),
        required=("hans", "hant"),
    ),
    ReferenceFile("script_exceptions", _columns("converted right evidence"), ("converted",), required=("right",)),
    ReferenceFile(
        "software",
        _columns("software kind language version package document"),
        ("software",),
        evidence=("document",),
        text=("version",),
    ),
    ReferenceFile(
        "probes",
        _columns(f"probe kind {_of_languages('question')} rfc section"),
        ("probe",),
        _RFC,
        evidence=("rfc",),
    ),
    ReferenceFile(
        "observations",
        _columns("software probe code outcome detail evidence"),
        ("software", "probe", "code"),
        {"software": "software.software", "probe": "probes.probe"},
    ),
    ReferenceFile(
        "conformance",
        _columns("probe outcome rule value conforms evidence"),
        ("probe", "outcome", "rule", "value"),
        {"probe": "probes.probe", "rule": "code_rules.rule", "value": "code_rules.value"},
    ),
    ReferenceFile("search_folds", _columns("character folded evidence"), ("character",)),
    ReferenceFile("search_synonyms", _columns("phrase meaning"), ("phrase",), evidence=("phrase",)),
    ReferenceFile("search_words", _columns("word meaning evidence"), ("word", "meaning"), required=("word", "meaning")),
)


def file_named(name: str) -> ReferenceFile:
    """The reference file of a name; raises KeyError if there is none."""
    return {file.name: file for file in FILES}[name]

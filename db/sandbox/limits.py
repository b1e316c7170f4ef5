"""What SQL from strangers may cost, and what it may touch: each limit once, with its reason.

The largest value of the database has 6 kB and its largest row 15 kB; the limits stand well above these, so that
every table and export passes, and as low as that allows.
"""

import sqlite3

# The limits of SQLite on a connection, by category.
SQLITE_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 50_000,  # zeroblob(1e9) took 6 GB; instr and trim cost the square of a length
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,  # a parser's work grows with the text; an address holds less
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,  # ATTACH opens and makes files
    sqlite3.SQLITE_LIMIT_COLUMN: 200,  # a row of 2,000 columns of 50 kB is 100 MB; the widest table has 19
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,  # unions of unions; the view code_texts has 24 parts
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,  # nested calls run between two looks at the clock
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,  # max(), char() and printf() of many run between two looks at the clock
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,  # a pattern of many % costs the product of the lengths
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,  # the size of a compiled statement; the longest of ours has 2,000
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2_000,  # labels of a page of 1,000 rows need one each
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,  # there are no triggers
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,  # a sort may not take more cores
}

ROW_BUDGET = 2_000_000  # bytes of all rows of an answer, as they go to the reader; the largest table has 1.5 MB
MOST_CELLS = 6_000  # of a page: each is made into markup; the longest table that people read has 5,432
TIME_LIMIT_MS = 300  # of a statement, looked at every 1,000 steps of SQLite's machine; ours take 1 to 20
PAGE_LIMIT_MS = 600  # of all statements with a reader's SQL on one page: a table's rows, their number, its facets
KILL_AFTER_MS = (
    1_000  # a process whose statement does not look at the clock in time is ended, and another takes its place
)
MOST_ROWS = 1_000  # of an answer; the longest table that people read has 842
HEAP_BYTES = 32_000_000  # of SQLite in a process that runs strangers' SQL; the file has 3 MB
PROCESS_BYTES = 512_000_000  # of address space of such a process, Python included

# What a statement may do, as SQLite asks its authorizer. ATTACH, writing, temporary tables and all else are refused.
ALLOWED_ACTIONS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
# Datasette and FTS5 ask these; none tells of the machine. database_list tells a path: it is answered with no rows,
# since Datasette asks it on its database page.
ALLOWED_PRAGMAS = frozenset(
    {
        *("application_id", "data_version", "foreign_key_list", "index_info", "index_list", "index_xinfo"),
        *("schema_version", "table_info", "table_list", "table_xinfo", "user_version"),
    }
)
EMPTY_PRAGMAS = frozenset({"database_list"})
REFUSED_TABLES = ("sqlite_stmt", "sqlite_dbpage", "dbstat", "bytecode", "tables_used", "fsdir", "completion")
REFUSED_FUNCTIONS = frozenset(
    {
        *("load_extension", "readfile", "writefile", "edit", "lsmode", "fts3_tokenizer"),  # files and code
        *("sqlite_version", "sqlite_source_id", "sqlite_compileoption_get", "sqlite_compileoption_used"),  # versions
        *("fts5_source_id", "sqlite_log", "sqlite_offset"),
    }
)

# What SQLite or Python says of a statement over a limit, and what is said to the reader: which limit, what to do.
_SENTENCES = (
    (
        "string or blob too big",
        "A value is longer than 50,000 bytes, the most allowed here: take a part.",
    ),
    ("query string is too large", "The SQL is longer than 20,000 characters, the most allowed here: shorten it."),
    ("too many columns", "More than 200 columns, the most allowed here: name those you need."),
    ("too many terms in compound", "More than 50 parts in a UNION, the most allowed here: split the query."),
    (
        "expression tree is too large",
        "Expressions are nested more than 200 deep, the most allowed here: simplify them.",
    ),
    ("parser stack overflow", "Expressions are nested too deep for SQLite: simplify them."),
    ("too many arguments", "More than 50 arguments of a function, the most allowed here: use several calls."),
    ("pattern too complex", "A LIKE or GLOB pattern is longer than 1,000 bytes, the most allowed here: shorten it."),
    ("too many sql variables", "More than 2,000 parameters, the most allowed here: use fewer."),
    ("out of memory", "The query needs more than 32 MB, the most allowed here: read fewer rows or columns."),
    ("not authorized", "The query asks for what is not public here (files, versions, settings): read tables only."),
    ("prohibited", "The query asks for what is not public here (files, versions, settings): read tables only."),
    (
        "explain tells",
        "EXPLAIN tells addresses of the process, which are not public: use EXPLAIN QUERY PLAN.",
    ),
    ("unable to open database", "The query asks for what is not public here (files): read tables only."),
    ("interrupted", "The query took longer than 300 ms, the most allowed here: add a LIMIT or a WHERE."),
)
ROWS_TOO_LARGE = "The rows have more than 2 MB, the most allowed in an answer: name fewer columns or add a LIMIT."
TOO_SLOW = _SENTENCES[-1][1]
TOO_BUSY = "Other people's queries are running, and yours waited for a second: try again a little later."


def sentence_for(error: BaseException) -> str:
    """What to tell the reader of an error of SQLite: which limit was met and what to do, or SQLite's own words."""
    if isinstance(error, MemoryError):
        return sentence_for(sqlite3.OperationalError("out of memory"))
    message = str(error)
    return next((told for said, told in _SENTENCES if said in message.lower()), message)

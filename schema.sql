-- The schema of http-status-db. The loader executes this file as it stands; nothing else creates a table.
--
-- Conventions
--   Columns named *_hans and *_hant hold Simplified and Traditional Chinese; *_en or no suffix is English,
--   unless the comment says "verbatim", which is the document's own mixed script, never altered.
--   origin  'source' is the document in source_lines; 'standard' is an RFC, a registry or an owner's document.
--   rfc     an RFC number, without the letters; where a rule has no RFC, document names where it stands.
--   line    a line of the document, counted from 1.
--   Flags are 0 or 1. A missing fact is NULL.

PRAGMA page_size = 2048;            -- half of SQLite's default: the small tables waste less of their last page
PRAGMA application_id = 1213416514; -- the bytes "HSDB" in ASCII: tells this database from any other
PRAGMA user_version = 1;            -- the format version: raised when a name or a meaning here changes

------------------------------------------------------------------------------- the document

CREATE TABLE source_lines (          -- A line of the document. All of them, joined with "\n", are the document.
    line    INTEGER PRIMARY KEY,     -- counted from 1
    section TEXT NOT NULL CHECK (section IN
            ('introduction', 'common codes', 'classes', 'table 1', 'table 2')), -- the part it stands in
    kind    TEXT NOT NULL CHECK (kind IN
            ('heading', 'column names', 'text', 'blank', 'row', 'continuation')), -- what the line is there
    text    TEXT NOT NULL            -- verbatim, without the line end
) STRICT;

CREATE TABLE classes (               -- A class of status codes, 1xx to 5xx.
    class            INTEGER PRIMARY KEY CHECK (class BETWEEN 1 AND 5), -- the first digit
    pattern          TEXT NOT NULL UNIQUE, -- 1xx; the document writes 1**
    name             TEXT NOT NULL,  -- as RFC 9110, section 15 calls it
    name_hans        TEXT NOT NULL,  -- its name in Simplified Chinese
    name_hant        TEXT NOT NULL,  -- its name in Traditional Chinese
    description      TEXT NOT NULL,  -- verbatim, from the document
    description_hans TEXT NOT NULL,  -- the description in Simplified Chinese
    description_hant TEXT NOT NULL,  -- the description in Traditional characters, its words unchanged
    line             INTEGER NOT NULL REFERENCES source_lines (line) -- where the document describes it
) STRICT;

------------------------------------------------------------------------------- the standards

CREATE TABLE rfcs (                  -- An RFC that a code, a header field or a method is tied to.
    rfc       INTEGER PRIMARY KEY,   -- its number
    title     TEXT,                  -- NULL for an RFC that only the document names and the reference does not know
    published TEXT CHECK (published GLOB '[12][0-9][0-9][0-9]-[01][0-9]'), -- year and month
    status    TEXT CHECK (status IN ('Internet Standard', 'Draft Standard', 'Proposed Standard',
              'Experimental', 'Informational', 'Historic')) -- its status in the RFC series
) STRICT;

CREATE TABLE rfc_successions (       -- An RFC that a later one obsoletes, wholly or in part.
    rfc          INTEGER NOT NULL REFERENCES rfcs (rfc), -- the older one
    obsoleted_by INTEGER NOT NULL REFERENCES rfcs (rfc), -- the later one
    PRIMARY KEY (rfc, obsoleted_by),
    CHECK (obsoleted_by > rfc)
) STRICT;

CREATE TABLE headers (               -- A header field.
    header       TEXT PRIMARY KEY NOT NULL, -- its field name, in the usual capitals
    direction    TEXT CHECK (direction IN ('request', 'response', 'both')), -- the messages it is sent in
    category     TEXT CHECK (category IN ('authentication', 'caching', 'conditional', 'connection', 'control',
                 'negotiation', 'other', 'range', 'redirection', 'representation metadata')), -- what it is for
    registration TEXT NOT NULL CHECK (registration IN
                 ('permanent', 'deprecated', 'obsoleted', 'unregistered', 'unknown')), -- in IANA's field name
                                     -- registry; 'unknown' if only the document names it
    rfc          INTEGER REFERENCES rfcs (rfc), -- what defines it
    section      TEXT,               -- the section of that RFC
    document     TEXT,               -- the defining document where it is not an RFC
    summary_en   TEXT,               -- what it does
    summary_hans TEXT,               -- the same in Simplified Chinese
    summary_hant TEXT                -- the same in Traditional Chinese
) STRICT;

CREATE TABLE methods (               -- A request method.
    method     TEXT PRIMARY KEY NOT NULL, -- its name, in capitals
    safe       INTEGER CHECK (safe IN (0, 1)),       -- RFC 9110, section 9.2.1
    idempotent INTEGER CHECK (idempotent IN (0, 1)), -- RFC 9110, section 9.2.2
    cacheable  TEXT CHECK (cacheable IN
               ('yes', 'no', 'with explicit freshness', 'unspecified')), -- may a response to it be reused?
    rfc        INTEGER REFERENCES rfcs (rfc), -- what defines it
    section    TEXT,                 -- the section of that RFC
    document   TEXT,                 -- the defining document where it is not an RFC
    note       TEXT,                 -- what the flags do not say
    note_hans  TEXT,                 -- the same in Simplified Chinese
    note_hant  TEXT,                 -- the same in Traditional Chinese
    CHECK ((note IS NULL) + (note_hans IS NULL) + (note_hant IS NULL) IN (0, 3))
) STRICT;

------------------------------------------------------------------------------- the codes

CREATE TABLE codes (                 -- A status code: everything else hangs on this table.
    code         INTEGER PRIMARY KEY CHECK (code BETWEEN 100 AND 999), -- the number
    class        INTEGER NOT NULL CHECK (class = code / 100), -- its first digit; 6 to 9 are no classes of HTTP
    name         TEXT NOT NULL,      -- today's name: the registry's, or for an unregistered code its best known
                                     -- owner's
    name_hans    TEXT,               -- the name in Simplified Chinese
    name_hant    TEXT,               -- the name in Traditional Chinese
    registration TEXT NOT NULL CHECK (registration IN
                 ('registered', 'temporary', 'unused', 'obsoleted', 'unregistered')), -- in IANA's registry
    rfc          INTEGER REFERENCES rfcs (rfc), -- what the registry names as its definition
    section      TEXT,               -- the section of that RFC
    document     TEXT,               -- the defining document where it is not an RFC
    summary_en   TEXT,               -- what it means today and what to do
    summary_hans TEXT,               -- the same in Simplified Chinese
    summary_hant TEXT,               -- the same in Traditional Chinese
    cacheable    TEXT CHECK (cacheable IN ('heuristically', 'explicitly', 'never', 'not applicable')), -- may a cache
                                     -- reuse a response: by itself, only if the response says so, or never
    content      TEXT CHECK (content IN ('yes', 'no', 'empty', 'not applicable')), -- may a response have content?
    retry        TEXT CHECK (retry IN ('yes', 'no', 'after Retry-After', 'with changes', 'unspecified', 'not applicable')),
                                     -- may a client send the request again?
    fault        TEXT NOT NULL CHECK (fault IN ('client', 'server', 'neither', 'unclear')), -- who erred, as far as the
                                     -- code tells: by its class, or by what its owner says of it
    in_v1        INTEGER NOT NULL CHECK (in_v1 IN (0, 1)), -- is it in table 1 of the document?
    in_v2        INTEGER NOT NULL CHECK (in_v2 IN (0, 1)), -- is it in table 2 of the document?
    is_common    INTEGER NOT NULL CHECK (is_common IN (0, 1)) -- is it among the document's common codes?
) STRICT;

CREATE TABLE code_rules (            -- What a standard says of a code, with the place: behind codes.cacheable,
                                     -- content and retry, and more.
    code    INTEGER NOT NULL REFERENCES codes (code), -- the code
    rule    TEXT NOT NULL CHECK (rule IN ('cacheable', 'content', 'final', 'redirect_method', 'retry')), -- which rule
    value   TEXT NOT NULL,           -- as in the columns of codes; final: yes or no; redirect_method: whether
                                     -- a redirected request keeps its method
    rfc     INTEGER NOT NULL REFERENCES rfcs (rfc), -- where it stands
    section TEXT NOT NULL,           -- the section of that RFC
    note    TEXT,                    -- a condition or an exception
    note_hans TEXT,                  -- the same in Simplified Chinese
    note_hant TEXT,                  -- the same in Traditional Chinese
    PRIMARY KEY (code, rule),
    CHECK ((note IS NULL) + (note_hans IS NULL) + (note_hant IS NULL) IN (0, 3)),
    CHECK (rule <> 'cacheable' OR value IN ('heuristically', 'explicitly', 'never', 'not applicable')),
    CHECK (rule <> 'content' OR value IN ('yes', 'no', 'empty', 'not applicable')),
    CHECK (rule <> 'final' OR value IN ('yes', 'no')),
    CHECK (rule <> 'redirect_method' OR value IN ('preserves', 'may change to GET', 'changes to GET', 'unspecified')),
    CHECK (rule <> 'retry' OR value IN ('yes', 'no', 'after Retry-After', 'with changes', 'unspecified', 'not applicable'))
) STRICT;

CREATE TABLE descriptions (          -- A row of table 1 or table 2 of the document.
    id         INTEGER PRIMARY KEY,  -- counted from 1 in the order of the document
    code       INTEGER NOT NULL REFERENCES codes (code), -- the code it describes
    version    INTEGER NOT NULL CHECK (version IN (1, 2)), -- the table
    position   INTEGER NOT NULL,     -- the row's place in its table, counted from 1
    name       TEXT,                 -- the English name, as the document has it
    text       TEXT NOT NULL,        -- verbatim; lines joined with "\n"
    text_hans  TEXT NOT NULL,        -- the text in Simplified Chinese
    text_hant  TEXT NOT NULL,        -- the text in Traditional characters, its words unchanged
    first_line INTEGER NOT NULL REFERENCES source_lines (line), -- where the row begins
    last_line  INTEGER NOT NULL REFERENCES source_lines (line), -- where it ends
    UNIQUE (version, position)
) STRICT;

CREATE TABLE owners (                -- Who gives a status code a meaning: a registry, a server, a vendor, a draft.
    owner        TEXT PRIMARY KEY NOT NULL, -- its name, as it writes itself
    kind         TEXT NOT NULL CHECK (kind IN ('registry', 'server', 'proxy', 'cdn', 'cloud', 'framework',
                 'library', 'platform', 'service', 'draft', 'informal')), -- what it is
    summary_en   TEXT NOT NULL,      -- who that is and where its codes are met
    summary_hans TEXT NOT NULL,      -- the same in Simplified Chinese
    summary_hant TEXT NOT NULL       -- the same in Traditional Chinese
) STRICT;

CREATE TABLE meanings (              -- What an owner means by a code.
    code         INTEGER NOT NULL REFERENCES codes (code), -- the number
    owner        TEXT NOT NULL REFERENCES owners (owner), -- who means it
    name         TEXT NOT NULL,      -- the owner's reason phrase, or what stands for it
    name_hans    TEXT,               -- the name in Simplified Chinese
    name_hant    TEXT,               -- the name in Traditional Chinese
    summary_en   TEXT NOT NULL,      -- what the owner means by it
    summary_hans TEXT NOT NULL,      -- the same in Simplified Chinese
    summary_hant TEXT NOT NULL,      -- the same in Traditional Chinese
    evidence     TEXT NOT NULL,      -- where that is written
    verified     INTEGER NOT NULL CHECK (verified IN (0, 1)), -- 1: the owner's own document was read
    PRIMARY KEY (code, owner)
) STRICT;

CREATE TABLE constants (             -- What a code is called in a language or a library.
    code      INTEGER NOT NULL REFERENCES codes (code), -- the number
    language  TEXT NOT NULL,         -- Python, Go, C#, ...
    library   TEXT NOT NULL,         -- the module, package or program that has the name
    symbol    TEXT NOT NULL,         -- the name by itself
    qualified TEXT NOT NULL,         -- the name as code writes it
    kind      TEXT NOT NULL CHECK (kind IN ('current', 'alias', 'deprecated', 'text')), -- 'text': a phrase in a
                                     -- table, not a symbol
    since     TEXT,                  -- the version that brought the name, where a supported one lacks it
    evidence  TEXT NOT NULL,         -- the source file in which it was read
    PRIMARY KEY (code, language, library, symbol)
) STRICT;

------------------------------------------------------------------------------- what ties them together

CREATE TABLE code_headers (          -- A code and a header field.
    id            INTEGER PRIMARY KEY, -- counted from 1, by code and field name
    code          INTEGER NOT NULL REFERENCES codes (code), -- the code
    header        TEXT NOT NULL REFERENCES headers (header), -- the header field
    origin        TEXT NOT NULL CHECK (origin IN ('source', 'standard')), -- 'source' or 'standard'
    direction     TEXT CHECK (direction IN ('request', 'response', 'both')), -- the message that carries it
    requirement   TEXT NOT NULL CHECK (requirement IN ('must', 'should', 'may', 'must not', 'should not',
                  'triggers', 'related', 'mentioned')), -- the level of RFC 2119; 'triggers': the field brings
                                     -- the code about; 'related': tied without a keyword; 'mentioned': the document
    trigger_level TEXT CHECK (trigger_level IN ('must', 'should', 'may', 'must not', 'should not')), -- for
                                     -- 'triggers': the level of answering with this code
    condition     TEXT,              -- when the rule holds; NULL: always
    condition_hans TEXT,             -- the same in Simplified Chinese
    condition_hant TEXT,             -- the same in Traditional Chinese
    note          TEXT,              -- what the field says or does there; no condition
    note_hans     TEXT,              -- the same in Simplified Chinese
    note_hant     TEXT,              -- the same in Traditional Chinese
    rfc           INTEGER REFERENCES rfcs (rfc), -- where the rule stands
    section       TEXT,              -- the section of that RFC
    document      TEXT,              -- where the rule stands if not in an RFC
    description   INTEGER REFERENCES descriptions (id), -- the row of the document that names the field
    line          INTEGER REFERENCES source_lines (line), -- the line that names it
    clause        TEXT,              -- verbatim: the sentence or half-sentence that names it
    CHECK ((condition IS NULL) + (condition_hans IS NULL) + (condition_hant IS NULL) IN (0, 3)),
    CHECK ((note IS NULL) + (note_hans IS NULL) + (note_hant IS NULL) IN (0, 3)),
    CHECK ((origin = 'source') = (requirement = 'mentioned')),
    CHECK (origin = 'standard' OR (description IS NOT NULL AND line IS NOT NULL AND clause IS NOT NULL)),
    CHECK (origin = 'source' OR rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

CREATE TABLE class_headers (         -- A rule on a header field that holds for a whole class, or for any response.
    id          INTEGER PRIMARY KEY, -- counted from 1
    class       INTEGER REFERENCES classes (class), -- NULL: any class
    header      TEXT NOT NULL REFERENCES headers (header), -- the header field
    direction   TEXT NOT NULL CHECK (direction IN ('request', 'response', 'both')), -- the message that carries it
    requirement TEXT NOT NULL CHECK (requirement IN ('must', 'should', 'may', 'must not', 'should not', 'related')),
                                     -- the level of RFC 2119, as in code_headers
    condition   TEXT,                -- when the rule holds; NULL: always
    condition_hans TEXT,             -- the same in Simplified Chinese
    condition_hant TEXT,             -- the same in Traditional Chinese
    note        TEXT,                -- what the field says or does there; no condition
    note_hans   TEXT,                -- the same in Simplified Chinese
    note_hant   TEXT,                -- the same in Traditional Chinese
    rfc         INTEGER NOT NULL REFERENCES rfcs (rfc), -- where the rule stands
    section     TEXT NOT NULL,       -- the section of that RFC
    CHECK ((condition IS NULL) + (condition_hans IS NULL) + (condition_hant IS NULL) IN (0, 3)),
    CHECK ((note IS NULL) + (note_hans IS NULL) + (note_hant IS NULL) IN (0, 3))
) STRICT;

CREATE TABLE rfc_references (        -- A code and an RFC: the RFC defines the code, or the document cites it there.
    id          INTEGER PRIMARY KEY, -- counted from 1, by code
    code        INTEGER NOT NULL REFERENCES codes (code), -- the code
    rfc         INTEGER REFERENCES rfcs (rfc), -- NULL for a draft
    section     TEXT,                -- the section of that RFC
    document    TEXT,                -- the defining document where it is not an RFC
    relation    TEXT NOT NULL CHECK (relation IN ('defines', 'cites')), -- 'defines': the RFC defines it;
                                     -- 'cites': the document cites the RFC
    name        TEXT,                -- the code's name there
    listed_name TEXT,                -- its name in that RFC's own list of reason phrases, where it differs
    origin      TEXT NOT NULL CHECK (origin IN ('source', 'standard')), -- 'source' or 'standard'
    description INTEGER REFERENCES descriptions (id), -- the row of the document that cites it
    line        INTEGER REFERENCES source_lines (line), -- the line that cites it
    CHECK ((origin = 'source') = (relation = 'cites')),
    CHECK (origin = 'standard' OR (description IS NOT NULL AND line IS NOT NULL)),
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

CREATE TABLE code_methods (          -- A method that the document names with a code.
    code        INTEGER NOT NULL REFERENCES codes (code), -- the code
    method      TEXT NOT NULL REFERENCES methods (method), -- the method
    description INTEGER NOT NULL REFERENCES descriptions (id), -- the row of the document that names it
    line        INTEGER NOT NULL REFERENCES source_lines (line), -- the line that names it
    origin      TEXT NOT NULL CHECK (origin IN ('source', 'standard')), -- 'source': the document names it; behind the
                                     -- key, since SQLite before 3.41 reports other orders as damage
    PRIMARY KEY (code, method, description, line)
) STRICT;

CREATE TABLE code_mentions (         -- A code whose row on the document names another code.
    code           INTEGER NOT NULL REFERENCES codes (code), -- the code whose row it is
    mentioned_code INTEGER NOT NULL REFERENCES codes (code), -- the code that the row names
    description    INTEGER NOT NULL REFERENCES descriptions (id), -- that row
    line           INTEGER NOT NULL REFERENCES source_lines (line), -- the line that names it
    PRIMARY KEY (code, mentioned_code, description, line),
    CHECK (code <> mentioned_code)
) STRICT;

CREATE TABLE corrections (           -- A claim of the document that the standards contradict.
    id              INTEGER PRIMARY KEY, -- counted from 1 in the order of the document
    code            INTEGER REFERENCES codes (code), -- NULL: the claim stands outside the two tables
    description     INTEGER REFERENCES descriptions (id), -- the row of the document it stands in
    line            INTEGER NOT NULL REFERENCES source_lines (line), -- the line it stands on
    claim           TEXT NOT NULL,   -- quoted from that line to the letter
    correction_en   TEXT NOT NULL,   -- what is right today
    correction_hans TEXT NOT NULL,   -- the same in Simplified Chinese
    correction_hant TEXT NOT NULL,   -- the same in Traditional Chinese
    kind            TEXT NOT NULL CHECK (kind IN ('wrong meaning', 'wrong reference', 'outdated name',
                    'outdated rule', 'obsolete reference', 'duplicate', 'glued row', 'not registered',
                    'incomplete', 'mistranslation', 'misprint')), -- in what way it is wrong
    rfc             INTEGER REFERENCES rfcs (rfc), -- what says so
    section         TEXT,            -- the section of that RFC
    document        TEXT,            -- what says so where it is not an RFC
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

------------------------------------------------------------------------------- what answers people

CREATE TABLE situations (            -- Something that happens, as a person would ask about it.
    situation     TEXT PRIMARY KEY NOT NULL CHECK (situation NOT GLOB '*[^a-z0-9-]*'), -- a short name for it
    role          TEXT NOT NULL CHECK (role IN ('server', 'client', 'operator')), -- who asks: whoever writes a server,
                                     -- a client, or runs a site and reads its log
    question_en   TEXT NOT NULL,     -- the question
    question_hans TEXT NOT NULL,     -- the same in Simplified Chinese
    question_hant TEXT NOT NULL,     -- the same in Traditional Chinese
    other_en      TEXT NOT NULL CHECK (other_en LIKE '["%"]'), -- what else people type for it: a JSON array
    other_hans    TEXT NOT NULL CHECK (other_hans LIKE '["%"]'), -- the same in Simplified Chinese
    other_hant    TEXT NOT NULL CHECK (other_hant LIKE '["%"]') -- the same in Traditional Chinese
) STRICT;

CREATE TABLE situation_codes (       -- A code that answers a situation.
    situation   TEXT NOT NULL REFERENCES situations (situation), -- the situation
    code        INTEGER NOT NULL REFERENCES codes (code), -- the code
    rank        INTEGER NOT NULL CHECK (rank >= 1), -- 1 is the answer; 2 and more can be defended too
    reason_en   TEXT NOT NULL,       -- why this code, or what speaks for it and against it
    reason_hans TEXT NOT NULL,       -- the same in Simplified Chinese
    reason_hant TEXT NOT NULL,       -- the same in Traditional Chinese
    rfc         INTEGER REFERENCES rfcs (rfc), -- where the reason stands
    section     TEXT,                -- the section of that RFC
    document    TEXT,                -- where it stands if not in an RFC, or what supports it besides
    PRIMARY KEY (situation, rank),
    UNIQUE (situation, code),
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

CREATE TABLE comparisons (           -- Two codes that people confuse.
    code_a          INTEGER NOT NULL REFERENCES codes (code), -- the lower number
    code_b          INTEGER NOT NULL REFERENCES codes (code), -- the higher number
    difference_en   TEXT NOT NULL,   -- what decides between them
    difference_hans TEXT NOT NULL,   -- the same in Simplified Chinese
    difference_hant TEXT NOT NULL,   -- the same in Traditional Chinese
    rfc             INTEGER REFERENCES rfcs (rfc), -- where that stands
    section         TEXT,            -- the sections of that RFC
    document        TEXT,            -- where it stands if not in an RFC, or what supports it besides
    PRIMARY KEY (code_a, code_b),
    CHECK (code_a < code_b),
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

CREATE TABLE advice (                -- One piece of advice on using a code.
    code       INTEGER NOT NULL REFERENCES codes (code), -- the code
    kind       TEXT NOT NULL CHECK (kind IN ('use', 'instead', 'got', 'cause', 'fix')), -- 'use': send it when;
                                     -- 'instead': send other_code when; 'got': what a client does on receiving it;
                                     -- 'cause' and 'fix': why an operator meets it, and what to do about it
    position   INTEGER NOT NULL CHECK (position >= 1), -- its place among those of its code and kind
    other_code INTEGER REFERENCES codes (code), -- for 'instead': the code to send
    text_en    TEXT NOT NULL,        -- the advice
    text_hans  TEXT NOT NULL,        -- the same in Simplified Chinese
    text_hant  TEXT NOT NULL,        -- the same in Traditional Chinese
    rfc        INTEGER REFERENCES rfcs (rfc), -- where it stands
    section    TEXT,                 -- the section of that RFC
    document   TEXT,                 -- where it stands if not in an RFC, or what supports it besides
    PRIMARY KEY (code, kind, position),
    CHECK ((kind = 'instead') = (other_code IS NOT NULL)),
    CHECK (other_code <> code),
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

CREATE TABLE examples (              -- A request and its response, as HTTP/1.1 has them on the wire.
    id         INTEGER PRIMARY KEY,  -- counted from 1, by code
    code       INTEGER NOT NULL REFERENCES codes (code), -- the code of the response
    title_en   TEXT NOT NULL,        -- what happens
    title_hans TEXT NOT NULL,        -- the same in Simplified Chinese
    title_hant TEXT NOT NULL,        -- the same in Traditional Chinese
    request    TEXT NOT NULL,        -- the request; its lines end with "\n" here, with CRLF on the wire
    response   TEXT NOT NULL,        -- the response, with the interim ones before it
    rfc        INTEGER REFERENCES rfcs (rfc), -- where that exchange is described
    section    TEXT,                 -- the section of that RFC
    document   TEXT,                 -- where it is described if not in an RFC
    CHECK (rfc IS NOT NULL OR document IS NOT NULL)
) STRICT;

------------------------------------------------------------------------------- what software does

CREATE TABLE software (              -- A program whose behaviour was measured, or is documented.
    software TEXT PRIMARY KEY NOT NULL, -- its name, as people know it
    kind     TEXT NOT NULL CHECK (kind IN ('client', 'browser', 'cache', 'proxy', 'crawler', 'cdn')), -- what it is
                                     -- here: a proxy that can cache is a proxy
    language TEXT,                   -- the language that it is written in or written for; NULL for a service
    version  TEXT,                   -- the version that was measured or whose source was read; NULL for a service
    package  TEXT,                   -- where it comes from and its name there: 'Debian: curl', 'npm: got'
    document TEXT NOT NULL           -- where its makers describe it
) STRICT;

CREATE TABLE probes (                -- A question put to programs.
    probe         TEXT PRIMARY KEY NOT NULL CHECK (probe NOT GLOB '*[^a-z_]*'), -- a short name for it
    kind          TEXT NOT NULL CHECK (kind IN ('answer', 'redirect', 'retry', 'cache', 'proxy')), -- what it is about
    question_en   TEXT NOT NULL,     -- the question
    question_hans TEXT NOT NULL,     -- the same in Simplified Chinese
    question_hant TEXT NOT NULL,     -- the same in Traditional Chinese
    rfc           INTEGER NOT NULL REFERENCES rfcs (rfc), -- what the standard has to say on it
    section       TEXT NOT NULL      -- the section of that RFC
) STRICT;

CREATE TABLE observation_sets (      -- What a program did with codes that it treats alike; observations has a row for
                                     -- each code, which would take ten times the room.
    software TEXT NOT NULL REFERENCES software (software), -- the program
    probe    TEXT NOT NULL REFERENCES probes (probe), -- the question
    outcome  TEXT NOT NULL CHECK (outcome IN ('returned', 'error', 'refused', 'skipped', 'final', 'followed', 'post',
             'post without content', 'get', 'sent', 'dropped', 'retried', 'not retried', 'stored', 'not stored',
             'passed', 'changed')), -- what came of it; each probe has its own
    detail   TEXT,                   -- the setting that was on, the number of requests, how it failed
    evidence TEXT NOT NULL,          -- 'measured', or the document or the source that says so
    codes    TEXT NOT NULL CHECK (codes GLOB '[[][0-9]*]') -- the status codes, a JSON array; some of them are in no
                                     -- other table: what does software do with a number that nobody knows?
) STRICT;

CREATE TABLE conformance (           -- An outcome, and a rule of code_rules that speaks for it or against it.
    probe    TEXT NOT NULL REFERENCES probes (probe), -- the question
    outcome  TEXT NOT NULL,          -- the outcome
    rule     TEXT NOT NULL,          -- the rule, as in code_rules
    value    TEXT NOT NULL,          -- what it says
    conforms TEXT NOT NULL CHECK (conforms IN ('yes', 'no')), -- does the outcome agree with that?
    PRIMARY KEY (probe, outcome, rule, value)
) STRICT;

------------------------------------------------------------------------------- the file itself

CREATE TABLE build (                 -- How this file was made. No clock: the same input gives the same rows.
    key   TEXT PRIMARY KEY NOT NULL, -- source_sha256, format_version, rows.codes, ...
    value TEXT NOT NULL              -- as text
) STRICT;

-- Indexes on what rows are looked up by.
CREATE INDEX descriptions_code ON descriptions (code);
CREATE INDEX meanings_owner ON meanings (owner);
CREATE INDEX code_headers_code ON code_headers (code);
CREATE INDEX code_headers_header ON code_headers (header);
CREATE INDEX rfc_references_code ON rfc_references (code);
CREATE INDEX rfc_references_rfc ON rfc_references (rfc);
CREATE INDEX corrections_code ON corrections (code);
CREATE INDEX situation_codes_code ON situation_codes (code);
CREATE INDEX comparisons_code_b ON comparisons (code_b);
CREATE INDEX examples_code ON examples (code);

------------------------------------------------------------------------------- views for people

CREATE VIEW code_overview AS         -- One row a code, wide; lists as JSON arrays, so that Datasette can facet them.
SELECT c.code, c.class, c.name, c.name_hans, c.name_hant, c.registration,
    c.summary_en, c.summary_hans, c.summary_hant, c.cacheable, c.content, c.retry,
    c.in_v1, c.in_v2, c.is_common,
    (SELECT json_group_array(header) FROM
        (SELECT DISTINCT header FROM code_headers h WHERE h.code = c.code ORDER BY header)) AS headers,
    (SELECT json_group_array(rfc) FROM
        (SELECT DISTINCT 'RFC ' || rfc AS rfc FROM rfc_references r
         WHERE r.code = c.code AND r.rfc IS NOT NULL ORDER BY r.rfc)) AS rfcs,
    (SELECT json_group_array(owner) FROM
        (SELECT owner FROM meanings m WHERE m.code = c.code ORDER BY owner)) AS owners,
    (SELECT count(*) FROM corrections k WHERE k.code = c.code) AS corrections
FROM codes c;

CREATE VIEW source_table_1 AS        -- Table 1 as the document prints it.
SELECT position, code, name, text AS description, first_line AS line
FROM descriptions WHERE version = 1 ORDER BY position;

CREATE VIEW source_table_2 AS        -- Table 2 as the document prints it; 423 carries its name in its text there.
SELECT position, code, iif(name IS NULL, text, name || '   ' || text) AS description, first_line, last_line
FROM descriptions WHERE version = 2 ORDER BY position;

CREATE VIEW log_dimension AS         -- What an access log is joined with: one row a code, flags as 0 and 1.
SELECT code, class, name,
    class IN (4, 5) AS is_error, class = 4 AS is_client_error, class = 5 AS is_server_error, fault,
    CASE retry WHEN 'unspecified' THEN NULL WHEN 'yes' THEN 1 WHEN 'after Retry-After' THEN 1
        ELSE iif(retry IS NULL, NULL, 0) END AS retryable
FROM codes;

CREATE VIEW header_levels AS         -- What the document says of a code's header field, beside the standard's levels.
SELECT m.code, m.header, m.line, m.clause, s.direction, s.requirement, s.condition, s.condition_hans, s.condition_hant,
    s.note, s.note_hans, s.note_hant, s.rfc, s.section
FROM code_headers m LEFT JOIN code_headers s
    ON s.code = m.code AND s.header = m.header AND s.origin = 'standard'
WHERE m.origin = 'source';

CREATE VIEW observations AS          -- What a program did with a code; no row for what was not asked or told.
SELECT o.software, o.probe, CAST(code.value AS INTEGER) AS code, o.outcome, o.detail, o.evidence
FROM observation_sets o, json_each(o.codes) AS code;

CREATE VIEW software_and_standard AS -- What software does, beside the standard's rule: does it conform? 'open' where no
                                     -- rule decides, as on 101 to a client that asked for no other protocol.
SELECT o.software, o.probe, o.code, o.outcome, o.detail, o.evidence,
    coalesce(f.conforms, 'open') AS conforms, f.rule, f.value, f.rfc, f.section
FROM observations o LEFT JOIN
    (SELECT * FROM code_rules JOIN conformance USING (rule, value) WHERE code <> 101) f USING (code, probe, outcome);

------------------------------------------------------------------------------- search
--
-- A stock FTS5 tokenizer takes a run of Han characters for one word, so the loader feeds the index two things:
--   names, english, hans, hant   the text with a zero-width space between Han characters, each then a token, folded
--                                to Simplified Chinese; snippet() and highlight() show the unfolded text from the
--                                search_* tables, whose tokens stand in the same places;
--   terms                        every run of 1 to 8 Han characters of the document and of 1 to 3 of other text, as a
--                                word, in both scripts: a plain MATCH '缓存' or '緩存' works in any program.
--   labels                       for the texts of each column, which blank lines separate, the field and the language
--                                that they have in the view behind the index, as JSON.
-- A word joiner (U+2060, invisible; it stands between the quotes after tokenchars) is a token wherever punctuation
-- touches Han text, so that a phrase does not reach across it.

CREATE VIEW code_texts AS            -- Everything that a code is found by; lang 'zh' is the document's own script.
          SELECT code, 'number' AS field, 'en' AS lang, CAST(code AS TEXT) AS text FROM codes
UNION ALL SELECT code, 'name', 'en', name FROM codes
UNION ALL SELECT code, 'name', 'zh-Hans', name_hans FROM codes WHERE name_hans IS NOT NULL
UNION ALL SELECT code, 'name', 'zh-Hant', name_hant FROM codes WHERE name_hant IS NOT NULL
UNION ALL SELECT DISTINCT code, 'earlier name', 'en', r.name FROM rfc_references r JOIN codes c USING (code)
          WHERE r.name <> c.name
UNION ALL SELECT DISTINCT code, 'name on the page', 'en', d.name FROM descriptions d JOIN codes c USING (code)
          WHERE d.name <> c.name
UNION ALL SELECT code, 'owner''s name', 'en', owner || ': ' || name FROM meanings WHERE owner <> 'IANA'
UNION ALL SELECT code, 'owner''s name', 'zh-Hans', name_hans FROM meanings WHERE owner <> 'IANA' AND name_hans <> ''
UNION ALL SELECT code, 'owner''s name', 'zh-Hant', name_hant FROM meanings WHERE owner <> 'IANA' AND name_hant <> ''
UNION ALL SELECT code, 'page', 'zh', text FROM descriptions
UNION ALL SELECT code, 'page', 'zh-Hans', text_hans FROM descriptions
UNION ALL SELECT code, 'page', 'zh-Hant', text_hant FROM descriptions
UNION ALL SELECT code, 'summary', 'en', summary_en FROM codes WHERE summary_en IS NOT NULL
UNION ALL SELECT code, 'summary', 'zh-Hans', summary_hans FROM codes WHERE summary_hans IS NOT NULL
UNION ALL SELECT code, 'summary', 'zh-Hant', summary_hant FROM codes WHERE summary_hant IS NOT NULL
UNION ALL SELECT code, 'meaning', 'en', summary_en FROM meanings WHERE owner <> 'IANA'
UNION ALL SELECT code, 'meaning', 'zh-Hans', summary_hans FROM meanings WHERE owner <> 'IANA'
UNION ALL SELECT code, 'meaning', 'zh-Hant', summary_hant FROM meanings WHERE owner <> 'IANA'
UNION ALL SELECT code, 'correction', 'en', correction_en FROM corrections WHERE code IS NOT NULL
UNION ALL SELECT code, 'correction', 'zh-Hans', correction_hans FROM corrections WHERE code IS NOT NULL
UNION ALL SELECT code, 'correction', 'zh-Hant', correction_hant FROM corrections WHERE code IS NOT NULL
UNION ALL SELECT DISTINCT code, 'header', 'en', header FROM code_headers
UNION ALL SELECT DISTINCT code, 'rfc', 'en', 'RFC ' || rfc FROM rfc_references WHERE rfc IS NOT NULL
UNION ALL SELECT DISTINCT code, 'constant', 'en', qualified FROM constants;

CREATE VIEW asked_texts AS           -- What people ask that a code answers; a plain MATCH on codes_fts finds it too.
          SELECT code, 'question' AS field, 'en' AS lang, question_en AS text FROM situations JOIN situation_codes
          USING (situation)
UNION ALL SELECT code, 'question', 'zh-Hans', question_hans FROM situations JOIN situation_codes USING (situation)
UNION ALL SELECT code, 'question', 'zh-Hant', question_hant FROM situations JOIN situation_codes USING (situation)
UNION ALL SELECT code, 'wording', 'en', value FROM situations JOIN situation_codes USING (situation), json_each(other_en)
UNION ALL SELECT code, 'wording', 'zh-Hans', value
          FROM situations JOIN situation_codes USING (situation), json_each(other_hans)
UNION ALL SELECT code, 'wording', 'zh-Hant', value
          FROM situations JOIN situation_codes USING (situation), json_each(other_hant);

CREATE VIEW class_texts AS           -- Everything that a class is found by.
          SELECT class, 'name' AS field, 'en' AS lang, pattern || ' ' || name AS text FROM classes
UNION ALL SELECT class, 'name', 'zh-Hans', name_hans FROM classes
UNION ALL SELECT class, 'name', 'zh-Hant', name_hant FROM classes
UNION ALL SELECT class, 'page', 'zh', description FROM classes
UNION ALL SELECT class, 'page', 'zh-Hans', description_hans FROM classes
UNION ALL SELECT class, 'page', 'zh-Hant', description_hant FROM classes;

CREATE VIEW header_texts AS          -- Everything that a header field is found by.
          SELECT header, 'name' AS field, 'en' AS lang, header AS text FROM headers
UNION ALL SELECT header, 'category', 'en', category FROM headers WHERE category IS NOT NULL
UNION ALL SELECT header, 'rfc', 'en', 'RFC ' || rfc FROM headers WHERE rfc IS NOT NULL
UNION ALL SELECT header, 'summary', 'en', summary_en FROM headers WHERE summary_en IS NOT NULL
UNION ALL SELECT header, 'summary', 'zh-Hans', summary_hans FROM headers WHERE summary_hans IS NOT NULL
UNION ALL SELECT header, 'summary', 'zh-Hant', summary_hant FROM headers WHERE summary_hant IS NOT NULL;

CREATE VIEW rfc_texts AS             -- Everything that an RFC is found by.
          SELECT rfc, 'name' AS field, 'en' AS lang, 'RFC ' || rfc AS text FROM rfcs
UNION ALL SELECT rfc, 'title', 'en', title FROM rfcs WHERE title IS NOT NULL
UNION ALL SELECT rfc, 'status', 'en', status FROM rfcs WHERE status IS NOT NULL
UNION ALL SELECT rfc, 'defines', 'en', code || ' ' || r.name FROM rfc_references r
          WHERE relation = 'defines' AND rfc IS NOT NULL
UNION ALL SELECT r.rfc, 'defines', 'zh-Hans', c.name_hans FROM rfc_references r JOIN codes c USING (code)
          WHERE relation = 'defines' AND r.rfc IS NOT NULL
UNION ALL SELECT r.rfc, 'defines', 'zh-Hant', c.name_hant FROM rfc_references r JOIN codes c USING (code)
          WHERE relation = 'defines' AND r.rfc IS NOT NULL;

CREATE TABLE search_codes (       -- The text behind codes_fts; id is the code; terms are not kept.
    id INTEGER PRIMARY KEY, terms TEXT, names TEXT, english TEXT, hans TEXT, hant TEXT, labels TEXT NOT NULL) STRICT;
CREATE TABLE search_classes (     -- The text behind classes_fts; id is the class; terms are not kept.
    id INTEGER PRIMARY KEY, terms TEXT, names TEXT, english TEXT, hans TEXT, hant TEXT, labels TEXT NOT NULL) STRICT;
CREATE TABLE search_headers (     -- The text behind headers_fts; id is the rowid of headers; terms are not kept.
    id INTEGER PRIMARY KEY, terms TEXT, names TEXT, english TEXT, hans TEXT, hant TEXT, labels TEXT NOT NULL) STRICT;
CREATE TABLE search_rfcs (        -- The text behind rfcs_fts; id is the RFC; terms are not kept.
    id INTEGER PRIMARY KEY, terms TEXT, names TEXT, english TEXT, hans TEXT, hant TEXT, labels TEXT NOT NULL) STRICT;

CREATE VIRTUAL TABLE codes_fts -- Finds codes; its rowid is the code.
    USING fts5 (terms, names, english, hans, hant,
    content = 'search_codes', content_rowid = 'id', tokenize = "unicode61 tokenchars '⁠'");
CREATE VIRTUAL TABLE classes_fts -- Finds classes; its rowid is the class.
    USING fts5 (terms, names, english, hans, hant,
    content = 'search_classes', content_rowid = 'id', tokenize = "unicode61 tokenchars '⁠'");
CREATE VIRTUAL TABLE headers_fts -- Finds header fields; its rowid is that of headers.
    USING fts5 (terms, names, english, hans, hant,
    content = 'search_headers', content_rowid = 'id', tokenize = "unicode61 tokenchars '⁠'");
CREATE VIRTUAL TABLE rfcs_fts -- Finds RFCs; its rowid is the RFC.
    USING fts5 (terms, names, english, hans, hant,
    content = 'search_rfcs', content_rowid = 'id', tokenize = "unicode61 tokenchars '⁠'");

CREATE TABLE search_folds (          -- A Han character and the one that stands for it in the index.
    character TEXT PRIMARY KEY NOT NULL, -- Traditional, or another form
    folded    TEXT NOT NULL,         -- Simplified
    CHECK (character <> folded)
) STRICT;

CREATE TABLE search_words (          -- A word of Taiwan's usage and what the document says for it; both folded.
    word    TEXT NOT NULL,           -- what a reader in Taiwan may type
    meaning TEXT NOT NULL,           -- what it then also finds
    PRIMARY KEY (word, meaning)
) STRICT;

------------------------------------------------------------------------------- questions
--
-- A question is compared with passages: what a situation is asked with, a code's names, its summary, a piece of advice.
-- search_answers says which codes a passage speaks for, and how strongly. db/lookup/rank.sql ranks with these.

CREATE TABLE search_passages (       -- A text that a question is compared with; its words are in passages_fts.
    id        INTEGER PRIMARY KEY,   -- counted from 1
    kind      TEXT NOT NULL CHECK (kind IN ('situation', 'name', 'summary', 'meaning', 'document', 'header',
              'advice', 'instead', 'comparison')), -- what it is
    situation TEXT REFERENCES situations (situation), -- the situation, if it is one
    CHECK ((kind = 'situation') = (situation IS NOT NULL))
) STRICT;

CREATE TABLE search_answers (        -- A code that a passage speaks for.
    passage INTEGER NOT NULL REFERENCES search_passages (id), -- the passage
    code    INTEGER NOT NULL REFERENCES codes (code), -- the code
    weight  INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100), -- how strongly, in hundredths
    PRIMARY KEY (passage, code)
) STRICT;

CREATE TABLE search_synonyms (       -- What people say for one thing, folded.
    phrase  TEXT PRIMARY KEY NOT NULL, -- one or more words, or Han characters
    meaning TEXT                     -- what it stands for, the same for all that say it; NULL if it carries no weight
) STRICT;

CREATE VIRTUAL TABLE passages_fts -- Finds passages; its rowid is that of search_passages. English words by their stems.
    USING fts5 (words, content = '', tokenize = "porter unicode61 tokenchars '⁠'");

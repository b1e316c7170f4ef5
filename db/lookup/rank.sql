-- Rank codes by how much of a question their passages meet. The numbers were tried on tests/cases/questions.json.
--   :terms  a JSON array of the question's terms: {"match", for FTS5; "weight"; "unmet", the weight if nothing has it}
--   :any    an FTS5 expression of all of them, of which any will do
WITH
term AS MATERIALIZED (
    SELECT key AS number, json_extract(value, '$.match') AS match,
        json_extract(value, '$.weight') AS weight, json_extract(value, '$.unmet') AS unmet
    FROM json_each(:terms)),
found AS MATERIALIZED (
    SELECT number, passages_fts.rowid AS passage FROM term CROSS JOIN passages_fts WHERE passages_fts MATCH match),
counted AS (SELECT number, count(*) AS passages FROM found GROUP BY number),
weighed AS MATERIALIZED ( -- a word that few passages have counts more
    SELECT number, coalesce(weight * 100.0 / (100 + passages), unmet) AS weight FROM term LEFT JOIN counted USING (number)),
whole AS MATERIALIZED (SELECT sum(weight) AS weight FROM weighed),
near AS MATERIALIZED (SELECT rowid AS passage, -rank AS nearness FROM passages_fts WHERE passages_fts MATCH :any),
nearest AS MATERIALIZED (SELECT max(nearness) AS nearness FROM near),
met AS MATERIALIZED (
    SELECT passage, sum(weighed.weight) / (SELECT weight FROM whole) AS part, count(*) AS terms
    FROM found JOIN weighed USING (number) GROUP BY passage),
by_passage AS ( -- a bare column beside max() is from the row that has the greatest
    SELECT code, max((part + 0.5 * near.nearness / (SELECT nearness FROM nearest)) * answer.weight / 100) AS best,
        passage, terms
    FROM met JOIN near USING (passage) JOIN search_answers AS answer USING (passage) GROUP BY code),
by_term AS (
    SELECT code, number, max(weighed.weight * answer.weight / 100) AS weight
    FROM found JOIN weighed USING (number) JOIN search_answers AS answer USING (passage) GROUP BY code, number),
by_code AS (
    SELECT code, sum(weight) / (SELECT weight FROM whole) AS part, count(*) AS terms FROM by_term GROUP BY code)
SELECT code, best + 0.25 * part AS score, by_code.terms, situation
FROM by_passage JOIN by_code USING (code) JOIN search_passages ON id = passage
ORDER BY score DESC, code

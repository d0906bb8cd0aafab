INSERT INTO session_debriefs (id, person_id, session_id, made_ms, sealed, words_sealed, shared_ms, shared_sealed)
VALUES (1301, 101, 301, 1790005400000, X'7365616c6564', NULL, NULL, NULL),
       (1302, 102, 301, 1790005400000, X'7365616c6564', X'7365616c6564', 1790006000000, X'7365616c6564');

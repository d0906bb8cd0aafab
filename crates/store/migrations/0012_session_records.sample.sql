INSERT INTO session_records (id, person_id, session_id, made_ms, sealed)
VALUES (1201, 101, 301, 1790005100000, X'7365616c6564');

INSERT INTO personal_feeds (person_id, token_print, token_sealed, is_full, made_ms)
VALUES (101, X'0701', X'0702', 0, 1790000000000);

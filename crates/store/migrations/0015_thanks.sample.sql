INSERT INTO thanks (id, session_id, group_id, from_id, to_id, made_ms, sealed, is_withheld, opened_ms)
VALUES (1301, 301, 201, 101, 102, 1790006000000, X'7365616c6564', 0, NULL),
       (1302, 301, 201, NULL, 101, 1790006000000, X'7365616c6564', 0, 1790007000000),
       (1303, 301, 201, 102, 101, 1790006000000, X'', 1, NULL);
INSERT INTO thanks_declined (person_id, from_id, since_ms) VALUES (101, 102, 1790005900000);

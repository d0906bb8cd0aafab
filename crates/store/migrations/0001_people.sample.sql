INSERT INTO people (id, name_sealed, name_print, sign, lang, for_another, is_counted, is_coordinator, leads, words_proof, joined_ms, erasing_ms) VALUES
    (101, X'01aa', X'0a01', 'bird', 'en', 0, 1, 1, 1, X'01bb', 1767225600000, NULL),
    (102, X'01ab', X'0a02', 'boat', 'es', 0, 0, 0, 0, X'01bc', 1767312000000, NULL),
    (103, X'01ac', X'0a03', 'sun', 'en', 1, 1, 0, 0, X'01bd', 1767398400000, 1767484800000);
INSERT INTO sign_ins (id, person, token_print, former_print, former_until_ms, is_shared, made_ms, seen_ms, rotated_ms) VALUES
    (201, 101, X'0b01', NULL, 0, 0, 1767225600000, 1767312000000, 1767312000000),
    (202, 102, X'0b02', X'0b03', 1767398460000, 1, 1767398400000, 1767398400000, 1767398400000);
INSERT INTO passkeys (id, person, credential, fixed_state, moving_state, made_ms, used_ms) VALUES
    (301, 101, X'0c01', X'0c02', X'0c03', 1767225600000, NULL);
INSERT INTO ceremonies (challenge_print, state, ends_ms) VALUES (X'0d01', X'0d02', 1767225900000);
INSERT INTO doors (id, token_print, kind, person, made_by, made_ms, ends_ms) VALUES
    (401, X'0e01', 'begin', NULL, NULL, 1767225600000, 1767830400000),
    (402, X'0e02', 'door', 102, 101, 1767225600000, 1767312000000);
INSERT INTO invitations (id, token_print, group_id, role, uses_left, made_by, made_ms, ends_ms) VALUES
    (501, X'0f01', NULL, 'member', 5, 101, 1767225600000, 1767830400000);

INSERT INTO sessions (id, group_id, starts_ms, minutes, pace, format, state, opened_ms, ended_ms, record)
VALUES (301, 201, 1790000000000, 90, 1, 'renew-90', 'ended', 1789999000000, 1790005400000, '{"phases":[]}'),
       (302, 201, 1790604800000, 90, 1, 'renew-90', 'open', 1790604000000, NULL, NULL),
       (303, 202, 1790700000000, 60, 1, 'talking-circle', 'planned', NULL, NULL, NULL);
INSERT INTO session_seats (session_id, seat, person_id) VALUES (302, 1, 101), (302, 2, 102);
INSERT INTO session_journal (session_id, number, at_ms, entry) VALUES (302, 5, 1790604900000, '{}');
INSERT INTO session_snapshots (session_id, number, state) VALUES (302, 4, '{}');
INSERT INTO session_drafts (session_id, kind, number, person_id, sealed)
VALUES (302, 'word', 1, 102, X'7365616c6564');
INSERT INTO session_attendance (session_id, seat, person_id, role, from_ms, to_ms)
VALUES (301, 1, 101, 'facilitator', 1790000000000, 1790005400000),
       (301, 2, NULL, 'member', 1790000000000, 1790005400000);
INSERT INTO plans (id, person_id, session_id, group_id, made_ms, may_know, sealed, shown_in)
VALUES (401, 101, 301, 201, 1790005000000, 'circle', X'7365616c6564', 302);
INSERT INTO plan_answers (plan_id, how, answered_ms) VALUES (401, 'part_of_it', 1790500000000);
INSERT INTO session_notes (id, person_id, session_id, kind, made_ms, sealed)
VALUES (501, 101, 301, 'reflection', 1790005200000, X'7365616c6564');
INSERT INTO pulse_tallies (session_id, question, rating, answers)
VALUES (301, 'heard', 4, 3), (301, 'heard', 5, 2);

UPDATE meeting_groups SET rule = 'monthly:1,last:tue', season_first = '2026-09-01', sequence = 3,
    latitude = 41.88251, longitude = -87.6232, website = 'https://circle.example/'
WHERE id = 201;
INSERT INTO meeting_exceptions (group_id, date, kind, moved_to, start_minute, duration_minutes, way,
    note, changed_ms)
VALUES (201, '2026-12-01', 'cancelled', NULL, NULL, NULL, NULL, 'The hall is closed.', 1790000000000),
       (202, '2026-12-24', 'held', '2026-12-23', 1080, 60, 'online', '', 1790000000000);
INSERT INTO planned_changes (group_id, from_date, fields, planned_ms)
VALUES (202, '2027-01-10', '{"start":"18:00"}', 1790000000000);
INSERT INTO venue_closures (id, place, address, first_date, last_date, note, made_ms)
VALUES (601, 'Elm Street Hall', '1 Elm Street', '2026-12-20', '2027-01-03', 'Repairs.',
    1790000000000);
INSERT INTO rota (group_id, date, person_id, changed_ms) VALUES (201, '2026-12-29', 101, 1790000000000);
INSERT INTO group_changes (id, group_id, at_ms, kind, date, note)
VALUES (1, 201, 1790000000000, 'cancelled', '2026-12-01', 'The hall is closed.'),
       (2, 202, 1790000000000, 'planned', '2027-01-10', '');

INSERT INTO group_calendars (group_id, url, picked, is_agreed, said, file, added_ms, etag,
    last_modified, asked_ms, succeeded_ms, read_ms, failures, failing_ms, problem, next_ms)
VALUES (201, 'https://calendar.example.org/circle.ics', '["circle@example.org"]', 1,
        '{"rule":"weekly:tue","start":"19:00","duration_minutes":60,"zone":"America/Chicago"}', NULL,
        1789000000000, '"3"', '', 1789600000000, 1789500000000, 1789500000000, 2, 1789550000000,
        '{"english":"No.","spanish":"No."}', 1789601800000),
       (202, '', '[]', 0, '{}', NULL, 1789000000000, '', '', NULL, NULL, NULL, 0, NULL, NULL,
        1789000000000);
INSERT INTO calendar_exceptions (group_id, date, kind, moved_to, start_minute, duration_minutes, way,
    note, changed_ms)
VALUES (201, '2026-12-22', 'cancelled', NULL, NULL, NULL, NULL, '', 1789500000000);

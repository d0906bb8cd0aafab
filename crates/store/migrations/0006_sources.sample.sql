INSERT INTO feed_sources (feed_id, url, form, added_ms, is_paused, etag, last_modified, asked_ms,
    succeeded_ms, failures, failing_ms, problem, next_ms, meetings, waiting, waiting_ms)
VALUES (251, 'https://meetings.example.org/feed.json', '', 1789000000000, 0, '"7"', '',
    1789600000000, 1789500000000, 2, 1789550000000, '{"english":"No.","spanish":"No."}',
    1789601800000, 2, NULL, NULL);
INSERT INTO undecided_fields (group_id, field, since_ms) VALUES (202, 'about', 1789500000000);

INSERT INTO feeds (id, name, name_folded, fellowship, zone, imported_ms, report)
VALUES (251, 'River Valley', 'rivervalley', 'aa', 'America/Chicago', 1789000000000, '{}');
INSERT INTO meeting_groups (id, name, about, lang, attendance, days, start_minute, duration_minutes,
    zone, place, address, place_notes, region, fellowship, types, call_url, call_notes, call_phone,
    call_phone_notes, format, door, made_ms, changed_ms, feed_id, feed_slug, feed_said, feed_gone_ms)
VALUES
    (201, 'Tuesday Circle', 'Come just to listen.', 'en', 'both', 4, 1140, 90, 'America/New_York',
     'Elm Street Hall', '1 Elm Street', 'Side door.', 'Old Town', '', '', 'https://meet.jit.si/example',
     '', '', '', 'renew-90', 'vouched', 1788000000000, 1788000000000, NULL, NULL, NULL, NULL),
    (202, 'Every Evening Circle', '', 'en', 'online', 127, 1140, 90, 'America/Chicago', '', '', '',
     'River Valley', 'aa', 'O,D', 'https://zoom.us/j/91200000001', '', '', '', 'talking-circle',
     'open', 1789000000000, 1789000000000, 251, 'every-evening', '{"name":"Every Evening Circle"}',
     NULL),
    (203, 'Hospital Visits', 'By appointment.', 'es', 'resting', 0, NULL, 60, '', '', '', '', '', 'aa',
     '', '', '', '', '', 'renew-90', 'members', 1789000000000, 1789500000000, 251, 'hospital-visits',
     '{}', 1789500000000);
INSERT INTO memberships (group_id, person_id, is_member, is_host, is_facilitator, is_mentor,
    asked_ms, joined_ms)
VALUES (201, 101, 1, 0, 1, 0, 1788000000000, 1788000000000),
       (201, 102, 1, 1, 0, 1, 1788000000000, 1788100000000),
       (202, 102, 0, 0, 0, 0, 1788000000000, NULL);

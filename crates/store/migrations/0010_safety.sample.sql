INSERT INTO follow_ups (id, session_id, group_id, person_id, made_by, keeper, asked, offered_sealed,
    made_ms, due_ms, zone, done_ms, disputed_ms)
VALUES (601, 301, 201, 102, 101, 101, NULL, X'7365616c6564', 1790005500000, 1790092800000,
        'America/New_York', NULL, NULL),
       (602, 302, 201, 102, 101, 101, NULL, X'7365616c6564', 1790605500000, NULL,
        'America/New_York', 1790605500000, 1790605600000);
INSERT INTO on_call_shifts (id, person_id, days, date, start_minute, end_minute, zone, made_ms)
VALUES (611, 101, 4, '', 1080, 60, 'America/New_York', 1790000000000),
       (612, 101, 0, '2026-11-27', 1080, 1320, 'America/New_York', 1790000000000);
INSERT INTO on_call_reach (person_id, reach_sealed, changed_ms)
VALUES (101, X'7365616c6564', 1790000000000);
INSERT INTO on_call_doors (id, session_id, group_id, person_id, asked_by, asked_ms, answer)
VALUES (621, 302, 201, 101, 102, 1790604900000, 'coming');
INSERT INTO country_lines (country, lang, place, what_for, label, number)
VALUES ('es', 'es', 1, '¿Necesitas hablar?', 'Llama al 024', '024');

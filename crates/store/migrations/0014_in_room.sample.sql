INSERT INTO room_devices (id, session_id, kind, nth, code_print, code_ends_ms, token_print, made_ms)
VALUES (1301, 302, 'table', 1, NULL, 1790604900000, X'746f6b656e', 1790604000000),
       (1302, 302, 'wall', 1, X'636f6465', 1790604900000, NULL, 1790604000000);
INSERT INTO table_people (person_id, session_id, table_nth, place, is_guest, is_gone, code_print, code_ends_ms, claimed_ms)
VALUES (101, 302, 1, 1, 1, 0, X'636f6465', 1790691300000, NULL);

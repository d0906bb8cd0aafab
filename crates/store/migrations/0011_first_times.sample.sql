INSERT INTO willing_buddies (person_id, since_ms) VALUES (101, 1789000000000);
INSERT INTO first_visits (session_id, person_id, group_id, starts_ms, chose, listens, wants_buddy, buddy_id)
VALUES (302, 102, 201, 1790604800000, 'read', 1, 1, 101),
       (303, 102, 202, 1790700000000, 'skipped', 0, 0, NULL);
INSERT INTO buddy_asks (session_id, newcomer_id, buddy_id, starts_ms, asked_ms, answer)
VALUES (302, 102, 101, 1790604800000, 1790600000000, 'yes');

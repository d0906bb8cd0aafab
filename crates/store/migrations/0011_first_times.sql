-- Members who said that they would greet somebody who comes for the first time.
CREATE TABLE willing_buddies (
    person_id BIGINT PRIMARY KEY,
    since_ms BIGINT NOT NULL
);

-- What somebody chose before their first evening in a group. Gone some months after it.
CREATE TABLE first_visits (
    session_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    starts_ms BIGINT NOT NULL,
    -- read, skipped, knows (the group already)
    chose TEXT NOT NULL,
    listens BIGINT NOT NULL,
    wants_buddy BIGINT NOT NULL,
    -- Who greets them, once somebody said yes.
    buddy_id BIGINT,
    PRIMARY KEY (session_id, person_id)
);
CREATE INDEX first_visits_by_person ON first_visits (person_id);
CREATE INDEX first_visits_by_buddy ON first_visits (buddy_id);
CREATE INDEX first_visits_by_start ON first_visits (starts_ms);

-- Who was asked to greet whom, and what they said.
CREATE TABLE buddy_asks (
    session_id BIGINT NOT NULL,
    newcomer_id BIGINT NOT NULL,
    buddy_id BIGINT NOT NULL,
    starts_ms BIGINT NOT NULL,
    asked_ms BIGINT NOT NULL,
    -- yes, no; NULL while nothing was said.
    answer TEXT,
    PRIMARY KEY (session_id, newcomer_id, buddy_id)
);
CREATE INDEX buddy_asks_by_buddy ON buddy_asks (buddy_id);
CREATE INDEX buddy_asks_by_newcomer ON buddy_asks (newcomer_id);
CREATE INDEX buddy_asks_by_start ON buddy_asks (starts_ms);

-- A phone on a table of the room, or a screen on its wall. Gone when the session is cleared away.
CREATE TABLE room_devices (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL,
    -- table, wall
    kind TEXT NOT NULL,
    -- Which of its kind in the session, from 1.
    nth BIGINT NOT NULL,
    -- The short code that lets a device in once, and until when; only its print is stored.
    code_print BYTEA UNIQUE,
    code_ends_ms BIGINT NOT NULL,
    -- The print of the cookie of the device that typed it.
    token_print BYTEA UNIQUE,
    made_ms BIGINT NOT NULL,
    UNIQUE (session_id, kind, nth)
);

-- Who sits at a table. Kept until a day after the session, since somebody may still come with their
-- code; a guest who never came is then erased.
CREATE TABLE table_people (
    person_id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL,
    table_nth BIGINT NOT NULL,
    place BIGINT NOT NULL,
    -- 1: made at the table, and a member of nothing.
    is_guest BIGINT NOT NULL,
    -- 1: left the table.
    is_gone BIGINT NOT NULL,
    -- The personal code that lets the person in on their own device, once; only its print.
    code_print BYTEA UNIQUE,
    code_ends_ms BIGINT NOT NULL,
    -- When they did. From then on nobody speaks for them at the table.
    claimed_ms BIGINT
);
CREATE INDEX table_people_by_session ON table_people (session_id, table_nth, place);

-- The calendar that a group keeps elsewhere: one that is asked for at an address, or a file that
-- was sent once.
CREATE TABLE group_calendars (
    group_id BIGINT PRIMARY KEY REFERENCES meeting_groups (id) ON DELETE CASCADE,
    -- Empty for a file.
    url TEXT NOT NULL,
    -- The series of the meeting, as a JSON list of their ids; an empty list is found out.
    picked TEXT NOT NULL,
    -- 0 until somebody has looked at what was understood, and said yes.
    is_agreed BIGINT NOT NULL,
    -- What was understood, as JSON.
    said TEXT NOT NULL,
    -- The calendar itself, while it waits for a yes.
    file BYTEA,
    added_ms BIGINT NOT NULL,
    -- What its server last said the version is, to ask only for another; empty when it didn't.
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    -- When it was last asked, answered, and gave the whole of it.
    asked_ms BIGINT,
    succeeded_ms BIGINT,
    read_ms BIGINT,
    -- How often it failed in a row, since when, and why, as JSON in both languages.
    failures BIGINT NOT NULL,
    failing_ms BIGINT,
    problem TEXT,
    next_ms BIGINT NOT NULL
);
CREATE INDEX group_calendars_by_next ON group_calendars (next_ms);

-- What a group's calendar says of single days, as meeting_exceptions has what the people here say:
-- that wins, and this is replaced with each reading.
CREATE TABLE calendar_exceptions (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    moved_to TEXT,
    start_minute BIGINT,
    duration_minutes BIGINT,
    way TEXT,
    note TEXT NOT NULL,
    changed_ms BIGINT NOT NULL,
    PRIMARY KEY (group_id, date)
);
CREATE INDEX calendar_exceptions_by_date ON calendar_exceptions (date);

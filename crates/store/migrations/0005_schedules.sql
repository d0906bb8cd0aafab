-- When groups meet beyond "every week", what is different on single days, and who leads when.

ALTER TABLE meeting_groups ADD COLUMN rule TEXT NOT NULL DEFAULT '';
UPDATE meeting_groups SET rule = 'weekly:' || SUBSTR(
    CASE WHEN (days & 1) <> 0 THEN ',sun' ELSE '' END ||
    CASE WHEN (days & 2) <> 0 THEN ',mon' ELSE '' END ||
    CASE WHEN (days & 4) <> 0 THEN ',tue' ELSE '' END ||
    CASE WHEN (days & 8) <> 0 THEN ',wed' ELSE '' END ||
    CASE WHEN (days & 16) <> 0 THEN ',thu' ELSE '' END ||
    CASE WHEN (days & 32) <> 0 THEN ',fri' ELSE '' END ||
    CASE WHEN (days & 64) <> 0 THEN ',sat' ELSE '' END, 2)
WHERE days <> 0;
-- The rule says it now: weekly:tue,thu, every:2w:2026-01-06:tue, monthly:1,last:tue,
-- dates:2026-12-24,2026-12-31, or nothing by appointment.
ALTER TABLE meeting_groups DROP COLUMN days;

-- From when until when the rule holds, as 2026-01-06; empty is open.
ALTER TABLE meeting_groups ADD COLUMN season_first TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_groups ADD COLUMN season_last TEXT NOT NULL DEFAULT '';
-- Grows with each change, for calendars that compare.
ALTER TABLE meeting_groups ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;

-- In degrees; empty when nobody said where, or only roughly.
ALTER TABLE meeting_groups ADD COLUMN latitude DOUBLE PRECISION;
ALTER TABLE meeting_groups ADD COLUMN longitude DOUBLE PRECISION;
ALTER TABLE meeting_groups ADD COLUMN is_approximate BIGINT NOT NULL DEFAULT 0;
-- The group that holds the meeting, where that has another name.
ALTER TABLE meeting_groups ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_groups ADD COLUMN website TEXT NOT NULL DEFAULT '';
-- Where the group collects.
ALTER TABLE meeting_groups ADD COLUMN venmo TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_groups ADD COLUMN square TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_groups ADD COLUMN paypal TEXT NOT NULL DEFAULT '';

-- What is different about the meeting of one date.
CREATE TABLE meeting_exceptions (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    -- The date that the rule gives the meeting, as 2026-12-24.
    date TEXT NOT NULL,
    -- cancelled, held
    kind TEXT NOT NULL,
    -- Of one that is held: what is other than usual; NULL is as usual.
    moved_to TEXT,
    start_minute BIGINT,
    duration_minutes BIGINT,
    -- in-person, online, hybrid
    way TEXT,
    note TEXT NOT NULL,
    changed_ms BIGINT NOT NULL,
    PRIMARY KEY (group_id, date)
);
CREATE INDEX meeting_exceptions_by_date ON meeting_exceptions (date);

-- What changes about a group from a date on. Gone when it has been done.
CREATE TABLE planned_changes (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    from_date TEXT NOT NULL,
    -- The fields that change, in their text form, by key, as JSON.
    fields TEXT NOT NULL,
    planned_ms BIGINT NOT NULL,
    PRIMARY KEY (group_id, from_date)
);
CREATE INDEX planned_changes_by_date ON planned_changes (from_date);

-- A venue that is closed for some days, both included, for every group whose place and address
-- have the same words.
CREATE TABLE venue_closures (
    id BIGINT PRIMARY KEY,
    place TEXT NOT NULL,
    address TEXT NOT NULL,
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    note TEXT NOT NULL,
    made_ms BIGINT NOT NULL
);

-- Who leads the meeting of a date.
CREATE TABLE rota (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    date TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    PRIMARY KEY (group_id, date, person_id)
);
CREATE INDEX rota_by_person ON rota (person_id);
CREATE INDEX rota_by_date ON rota (date);

-- What those who look for a group or subscribed to it should hear. The newest are kept.
CREATE TABLE group_changes (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    at_ms BIGINT NOT NULL,
    -- made, changed, planned, cancelled, moved, restored, closed, opened, resting
    kind TEXT NOT NULL,
    -- The date that it is about, if it is about one.
    date TEXT,
    note TEXT NOT NULL
);
CREATE INDEX group_changes_of_group ON group_changes (group_id);

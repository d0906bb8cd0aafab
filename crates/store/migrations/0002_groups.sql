-- Where groups were imported from. A feed is known by the name that a coordinator gave it.
CREATE TABLE feeds (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name without case and spaces, so that one feed is not imported under two.
    name_folded TEXT NOT NULL UNIQUE,
    -- Whose type codes it uses.
    fellowship TEXT NOT NULL,
    -- The zone of meetings that name none; empty when nobody said it.
    zone TEXT NOT NULL,
    imported_ms BIGINT NOT NULL,
    -- What the last import did, as JSON.
    report TEXT NOT NULL
);

-- A file that waits for somebody to look at what importing it would do. One for each person; gone
-- with the import, or replaced by the next.
CREATE TABLE feed_uploads (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL UNIQUE,
    feed_name TEXT NOT NULL,
    fellowship TEXT NOT NULL,
    zone TEXT NOT NULL,
    body BYTEA NOT NULL,
    uploaded_ms BIGINT NOT NULL
);

-- Groups. Their names and places are public; how to join from afar is for members.
CREATE TABLE meeting_groups (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    -- en, es
    lang TEXT NOT NULL,
    -- online, in_room, both, resting
    attendance TEXT NOT NULL,
    -- One bit for each day of the week, Sunday the lowest; 0 is by appointment.
    days BIGINT NOT NULL,
    -- Minutes after midnight on the wall clock of the zone; NULL is by appointment.
    start_minute BIGINT,
    duration_minutes BIGINT NOT NULL,
    -- IANA name; empty when it is not known, and then there is no next meeting either.
    zone TEXT NOT NULL,
    place TEXT NOT NULL,
    address TEXT NOT NULL,
    place_notes TEXT NOT NULL,
    region TEXT NOT NULL,
    -- Codes of the fellowship's table, separated by commas.
    fellowship TEXT NOT NULL,
    types TEXT NOT NULL,
    call_url TEXT NOT NULL,
    call_notes TEXT NOT NULL,
    call_phone TEXT NOT NULL,
    call_phone_notes TEXT NOT NULL,
    -- The id of the format that its sessions run.
    format TEXT NOT NULL,
    -- open, vouched, members
    door TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    -- Of an imported group: the feed, the meeting's slug in it, what it last said (JSON), and since
    -- when it is gone from it.
    feed_id BIGINT REFERENCES feeds (id),
    feed_slug TEXT,
    feed_said TEXT,
    feed_gone_ms BIGINT,
    UNIQUE (feed_id, feed_slug)
);
CREATE INDEX meeting_groups_by_name ON meeting_groups (name);

-- Who belongs to a group, or asks to. Whoever leaves has no row.
CREATE TABLE memberships (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    -- 0 while the group has not yet said yes.
    is_member BIGINT NOT NULL,
    is_host BIGINT NOT NULL,
    is_facilitator BIGINT NOT NULL,
    is_mentor BIGINT NOT NULL,
    asked_ms BIGINT NOT NULL,
    joined_ms BIGINT,
    PRIMARY KEY (group_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);

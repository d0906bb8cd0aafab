-- Feeds that are asked for at an address. What is known of the feed itself is in its own row; this
-- one goes when nobody wants it to be asked any more.
CREATE TABLE feed_sources (
    feed_id BIGINT PRIMARY KEY REFERENCES feeds (id),
    url TEXT NOT NULL UNIQUE,
    -- meeting-guide, csv, bmlt; empty when it is found out.
    form TEXT NOT NULL,
    added_ms BIGINT NOT NULL,
    is_paused BIGINT NOT NULL,
    -- What its server last said the version is, to ask only for another; empty when it didn't.
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    -- NULL before it was first asked, and before it first answered.
    asked_ms BIGINT,
    succeeded_ms BIGINT,
    -- How often it failed in a row, since when, and why, as JSON in both languages.
    failures BIGINT NOT NULL,
    failing_ms BIGINT,
    problem TEXT,
    next_ms BIGINT NOT NULL,
    -- Meetings in its last good answer.
    meetings BIGINT NOT NULL,
    -- What it said that somebody has to look at first, as JSON, and since when it waits.
    waiting BYTEA,
    waiting_ms BIGINT
);
CREATE INDEX feed_sources_by_next ON feed_sources (next_ms);

-- Fields of imported groups that were changed both here and in the feed, until somebody decides.
CREATE TABLE undecided_fields (
    group_id BIGINT NOT NULL REFERENCES meeting_groups (id) ON DELETE CASCADE,
    -- The key of the field.
    field TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (group_id, field)
);

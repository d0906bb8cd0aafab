-- Formats of sessions that the community made: each a draft, and the versions of it that groups
-- could choose.
CREATE TABLE formats (
    id BIGINT PRIMARY KEY,
    -- Who looks after it; nobody once that person has been erased.
    person_id BIGINT,
    -- As it is being worked on, as JSON; perhaps unfinished.
    draft TEXT NOT NULL,
    -- The newest version; 0 before the first.
    version BIGINT NOT NULL,
    -- 1: not offered any more. Groups that chose it go on with it.
    is_put_away BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX formats_by_person ON formats (person_id);

-- A version never changes: sessions that were planned with it run it.
CREATE TABLE format_versions (
    -- As sessions name it.
    key TEXT PRIMARY KEY,
    format_id BIGINT NOT NULL REFERENCES formats (id),
    version BIGINT NOT NULL,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    -- The whole of it, as JSON.
    format TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    UNIQUE (format_id, version)
);

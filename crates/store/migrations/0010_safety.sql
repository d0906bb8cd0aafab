-- What follows a private word: who gets in touch with the person, and by when. Never what was said.
CREATE TABLE follow_ups (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    -- Whom it is about.
    person_id BIGINT NOT NULL,
    -- Who noted it, who follows up, and who is asked to take over; nobody once they are erased.
    made_by BIGINT,
    keeper BIGINT,
    asked BIGINT,
    -- What was offered that evening (fixed choices), sealed with the key of whom it is about.
    offered_sealed BYTEA NOT NULL,
    made_ms BIGINT NOT NULL,
    -- NULL where nothing is needed. The zone is the group's, in which the time was said.
    due_ms BIGINT,
    zone TEXT NOT NULL,
    done_ms BIGINT,
    -- When the person said that something in it isn't right.
    disputed_ms BIGINT,
    UNIQUE (session_id, person_id)
);
CREATE INDEX follow_ups_about ON follow_ups (person_id);
CREATE INDEX follow_ups_by_keeper ON follow_ups (keeper);

-- When somebody is on call: each week on some days, or on one date.
CREATE TABLE on_call_shifts (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    -- One bit for each day of the week, Sunday the lowest; 0 with a date.
    days BIGINT NOT NULL,
    -- A single day, as 2026-11-27; empty for each week.
    date TEXT NOT NULL,
    -- Minutes after midnight on the wall clock of the zone. An end that is not after the start is
    -- on the day after.
    start_minute BIGINT NOT NULL,
    end_minute BIGINT NOT NULL,
    zone TEXT NOT NULL,
    made_ms BIGINT NOT NULL
);
CREATE INDEX on_call_shifts_of ON on_call_shifts (person_id);

-- How to reach somebody who is on call, in their own words, under their own key.
CREATE TABLE on_call_reach (
    person_id BIGINT PRIMARY KEY,
    reach_sealed BYTEA NOT NULL,
    changed_ms BIGINT NOT NULL
);

-- A door into one room for one person on call, who comes in as a host or says that they can't.
CREATE TABLE on_call_doors (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    asked_by BIGINT,
    asked_ms BIGINT NOT NULL,
    -- asked, coming, cannot
    answer TEXT NOT NULL,
    UNIQUE (session_id, person_id)
);
CREATE INDEX on_call_doors_of ON on_call_doors (person_id);

-- Whom to call, per country and language, in the order in which they are shown. What was typed
-- before belongs to the country that the community has chosen. The table before this one is read
-- no more; a later release drops it.
CREATE TABLE country_lines (
    country TEXT NOT NULL,
    lang TEXT NOT NULL,
    place BIGINT NOT NULL,
    what_for TEXT NOT NULL,
    label TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (country, lang, place)
);
INSERT INTO country_lines (country, lang, place, what_for, label, number)
SELECT COALESCE((SELECT value FROM settings WHERE name = 'country'), 'elsewhere'),
       lang, place, what_for, label, number
FROM crisis_lines;

-- Calendars that one person subscribes to.

CREATE TABLE personal_feeds (
    person_id BIGINT PRIMARY KEY,
    -- The address holds a token; its print finds the row.
    token_print BYTEA NOT NULL UNIQUE,
    -- The token under the person's own key, so that their page can show the address again.
    token_sealed BYTEA NOT NULL,
    -- 1: says names and places; else only "Appointment".
    is_full BIGINT NOT NULL,
    made_ms BIGINT NOT NULL
);

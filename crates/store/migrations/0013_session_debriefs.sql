-- What somebody who led or hosted a session looks back on, one for each of them, sealed with their
-- own key: the parts against their plan, what of the agreed happened, how speaking time was spread,
-- whom to reach out to (as seats, never as names). Beside it their own words; and what they chose to
-- share with the coordinators, which is a copy of its own, until they take it back.
CREATE TABLE session_debriefs (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    words_sealed BYTEA,
    shared_ms BIGINT,
    shared_sealed BYTEA,
    UNIQUE (person_id, session_id)
);
CREATE INDEX session_debriefs_by_session ON session_debriefs (session_id);
CREATE INDEX session_debriefs_shared ON session_debriefs (shared_ms);

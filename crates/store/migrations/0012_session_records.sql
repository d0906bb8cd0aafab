-- What a person keeps of what a circle did together: their own lines, and what of the others' they
-- chose to keep, sealed with their own key.
CREATE TABLE session_records (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX session_records_by_person ON session_records (person_id, made_ms);
CREATE INDEX session_records_by_session ON session_records (session_id);

-- Thanks after a session. What they say is sealed with the key of the one who is thanked.
CREATE TABLE thanks (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    -- NULL once who thanked has been erased.
    from_id BIGINT,
    to_id BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    -- Empty where it is withheld.
    sealed BYTEA NOT NULL,
    -- 1: never shown, since who is thanked would rather not, or threw it away. Who sent it is not told.
    is_withheld BIGINT NOT NULL,
    opened_ms BIGINT
);
CREATE UNIQUE INDEX thanks_one_each ON thanks (session_id, from_id, to_id);
CREATE INDEX thanks_by_recipient ON thanks (to_id, made_ms);
CREATE INDEX thanks_by_sender ON thanks (from_id);

-- Who would rather get no thanks from whom.
CREATE TABLE thanks_declined (
    person_id BIGINT NOT NULL,
    from_id BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (person_id, from_id)
);
CREATE INDEX thanks_declined_by_sender ON thanks_declined (from_id);

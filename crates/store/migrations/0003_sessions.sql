-- One meeting of one group at one time. A row is made when somebody first looks at it.
CREATE TABLE sessions (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL,
    starts_ms BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    -- How many times faster than real it runs; 1 but in a demo.
    pace BIGINT NOT NULL,
    format TEXT NOT NULL,
    -- planned, open, ended
    state TEXT NOT NULL,
    opened_ms BIGINT,
    ended_ms BIGINT,
    -- Phases that ran, with planned and actual minutes, as JSON; nothing that was said.
    record TEXT,
    UNIQUE (group_id, starts_ms)
);
CREATE INDEX sessions_by_state ON sessions (state, starts_ms);

-- Who sits where while the room is live. Gone when the session ends.
CREATE TABLE session_seats (
    session_id BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (session_id, seat),
    UNIQUE (session_id, person_id)
);
CREATE INDEX session_seats_by_person ON session_seats (person_id);

-- What happened in a live room, in order: who, when, which phase; never what was said. Cut short
-- by each snapshot, and gone when the session ends.
CREATE TABLE session_journal (
    session_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
);
CREATE TABLE session_snapshots (
    session_id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    state TEXT NOT NULL
);

-- Words on their way between two people during a session (a private word, its reply, a
-- milestone), sealed by the sender's key so that a restart does not lose them. Gone when the
-- session ends.
CREATE TABLE session_drafts (
    session_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (session_id, kind, number)
);
CREATE INDEX session_drafts_by_person ON session_drafts (person_id);

-- Who came, from when to when. person_id is empty once that person has been erased. The name and
-- sign that they had that evening are sealed with their own key.
CREATE TABLE session_attendance (
    session_id BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    person_id BIGINT,
    face_sealed BYTEA,
    role TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL,
    PRIMARY KEY (session_id, seat)
);
CREATE INDEX session_attendance_by_person ON session_attendance (person_id);

-- A person's plan for the week, in their own sealed words.
CREATE TABLE plans (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    -- only_me, mentor, circle
    may_know TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    -- The later session in which the owner let the circle see it.
    shown_in BIGINT,
    UNIQUE (person_id, session_id)
);
CREATE INDEX plans_by_session ON plans (session_id);

-- How a plan went, by its owner: did_it, part_of_it, not_yet.
CREATE TABLE plan_answers (
    plan_id BIGINT PRIMARY KEY,
    how TEXT NOT NULL,
    answered_ms BIGINT NOT NULL
);

-- What a person kept of a session for themselves: reflection, takeaway.
CREATE TABLE session_notes (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    UNIQUE (person_id, session_id, kind)
);

-- How many people gave which rating. No row leads to a person.
CREATE TABLE pulse_tallies (
    session_id BIGINT NOT NULL,
    question TEXT NOT NULL,
    rating BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    PRIMARY KEY (session_id, question, rating)
);

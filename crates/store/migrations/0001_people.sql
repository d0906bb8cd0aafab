-- People, and the ways in which they come back.

CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    -- The made-up name, sealed under the person's own key.
    name_sealed BYTEA NOT NULL,
    -- A print of the folded name under the community's key: finds a name without storing it.
    name_print BYTEA NOT NULL UNIQUE,
    sign TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- 1: came for someone they know.
    for_another BIGINT NOT NULL,
    -- 1: agreed to be counted in the outcomes, without the name.
    is_counted BIGINT NOT NULL,
    is_coordinator BIGINT NOT NULL,
    -- 1: leads (facilitator or host) at least one group; kept up to date by whoever gives roles.
    leads BIGINT NOT NULL,
    -- Version, salt and Argon2id hash of the backup words.
    words_proof BYTEA NOT NULL,
    joined_ms BIGINT NOT NULL,
    -- When the person asked to be erased. Such a row is on its way out and nobody can sign in.
    erasing_ms BIGINT
);

-- A browser that somebody is signed in with.
CREATE TABLE sign_ins (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    -- The cookie's token is never stored, only its print.
    token_print BYTEA NOT NULL UNIQUE,
    -- The token before the last change of token, and until when it still opens.
    former_print BYTEA,
    former_until_ms BIGINT NOT NULL,
    -- 1: other people use this phone too.
    is_shared BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    rotated_ms BIGINT NOT NULL
);
CREATE INDEX sign_ins_of_person ON sign_ins (person);
CREATE INDEX sign_ins_by_former ON sign_ins (former_print);

CREATE TABLE passkeys (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    credential BYTEA NOT NULL UNIQUE,
    -- The public key and what never changes about it; then what does (a counter, whether it is backed up).
    fixed_state BYTEA NOT NULL,
    moving_state BYTEA NOT NULL,
    made_ms BIGINT NOT NULL,
    used_ms BIGINT
);
CREATE INDEX passkeys_of_person ON passkeys (person);

-- A passkey being made or used: what the server must remember between its question and the answer.
CREATE TABLE ceremonies (
    challenge_print BYTEA PRIMARY KEY,
    state BYTEA NOT NULL,
    ends_ms BIGINT NOT NULL
);
CREATE INDEX ceremonies_by_end ON ceremonies (ends_ms);

-- Links that open once: «begin» makes the first coordinator, «door» lets a person back in.
CREATE TABLE doors (
    id BIGINT PRIMARY KEY,
    token_print BYTEA NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    person BIGINT REFERENCES people (id),
    made_by BIGINT,
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL
);
CREATE INDEX doors_of_person ON doors (person);

CREATE TABLE invitations (
    id BIGINT PRIMARY KEY,
    token_print BYTEA NOT NULL UNIQUE,
    -- The group that the invited person comes into, and as what. No foreign key: a group may go
    -- while its invitations wait to run out.
    group_id BIGINT,
    role TEXT NOT NULL,
    uses_left BIGINT NOT NULL,
    made_by BIGINT,
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL
);
CREATE INDEX invitations_by_end ON invitations (ends_ms);

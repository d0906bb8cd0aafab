-- What a community says of itself: its name, its country, where Leave quickly goes.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Whom to call, per language, in the order in which they are shown.
CREATE TABLE crisis_lines (
    lang TEXT NOT NULL,
    place BIGINT NOT NULL,
    what_for TEXT NOT NULL,
    label TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (lang, place)
);

-- 1: the group was sealed when the session was opened. It stays so until the end, whatever the group
-- decides meanwhile: nobody's microphone changes its meaning in mid-sentence.
ALTER TABLE sessions ADD COLUMN is_sealed BIGINT NOT NULL DEFAULT 0;

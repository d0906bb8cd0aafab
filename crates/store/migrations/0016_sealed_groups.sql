-- 1: what is said in the group's sessions is sealed from end to end. The secret for it is never here.
ALTER TABLE meeting_groups ADD COLUMN is_sealed BIGINT NOT NULL DEFAULT 0;

UPDATE sessions SET is_sealed = 1 WHERE id = 301;

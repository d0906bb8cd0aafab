UPDATE meeting_groups SET is_sealed = 1 WHERE id = 202;

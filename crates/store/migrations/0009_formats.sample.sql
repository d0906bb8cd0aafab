INSERT INTO formats (id, person_id, draft, version, is_put_away, changed_ms)
VALUES (401, 101, '{"id":"own-00000000000ch","name":{"en":"Short evening","es":"Tarde corta"},"about":{"en":"Half an hour.","es":"Media hora."},"seats_max":8,"phases":[]}', 1, 0, 1789600000000),
       (402, NULL, '{"id":"own-00000000000cj","name":{"en":"","es":""},"about":{"en":"","es":""},"seats_max":0,"phases":[]}', 0, 1, 1789600000000);
INSERT INTO format_versions (key, format_id, version, name_en, name_es, minutes, format, made_ms)
VALUES ('own-00000000000ch-1', 401, 1, 'Short evening', 'Tarde corta', 30, '{"id":"own-00000000000ch-1","name":{"en":"Short evening","es":"Tarde corta"},"about":{"en":"Half an hour.","es":"Media hora."},"seats_max":8,"phases":[]}', 1789600000000);

INSERT INTO settings (name, value) VALUES
    ('community', 'River Valley Circles'),
    ('country', 'us'),
    ('leave_to', 'https://www.weather.gov/');
INSERT INTO crisis_lines (lang, place, what_for, label, number) VALUES
    ('en', 1, 'In danger, or someone can''t be woken?', 'Call 911', '911'),
    ('es', 1, '¿Hay peligro, o alguien no despierta?', 'Llama al 911', '911');

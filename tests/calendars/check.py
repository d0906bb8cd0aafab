"""Reads written calendars with the Python packages `icalendar` and `recurring-ical-events`, and
compares what they find with what we show. Development only.

    python check.py FOLDER

Each calendar is read twice: as it is, when Python knows its zones by their names, and once more
with names that nobody knows, so that the rules of the clocks that we write along must be used.
"""

import json
import re
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

import icalendar
import recurring_ical_events

DAY_MS = 86_400_000
# Enough to see what is wrong; all of one mistake would hide the next.
SHOWN_MAX = 5


# The zones of the package, whose version is pinned, and not those of this machine, which may be
# older or newer than ours.
zoneinfo.reset_tzpath(to=[])


def instant(ms):
    return datetime.fromtimestamp(ms / 1000, timezone.utc)


def to_ms(moment):
    return round(moment.timestamp() * 1000)


def with_unknown_zones(text):
    """The same calendar with zones of invented names."""
    text = text.replace("\r\n ", "")
    text = re.sub(r"TZID=([^:;]+)", r"TZID=Renew-Test-\1", text)
    return re.sub(r"^TZID:", "TZID:Renew-Test-", text, flags=re.MULTILINE)


def found(text, from_ms, until_ms):
    calendar = icalendar.Calendar.from_ical(text)
    # A day more on both sides: what counts is the start, which is compared below.
    events = recurring_ical_events.of(calendar).between(
        instant(from_ms - DAY_MS), instant(until_ms + DAY_MS)
    )
    rows = set()
    for event in events:
        start = to_ms(event["DTSTART"].dt)
        end = to_ms(event["DTEND"].dt) if "DTEND" in event else start
        if from_ms <= start < until_ms:
            is_cancelled = str(event.get("STATUS")) == "CANCELLED"
            rows.add((str(event["UID"]), start, end, is_cancelled))
    return rows


def differences(expected, rows):
    for sign, only in (("missing", expected - rows), ("too much", rows - expected)):
        for uid, start, end, is_cancelled in sorted(only)[:SHOWN_MAX]:
            length = timedelta(milliseconds=end - start)
            off = ", cancelled" if is_cancelled else ""
            yield f"  {sign}: {uid} {instant(start).isoformat()} for {length}{off}"


def main(folder):
    files = sorted(Path(folder).glob("*.ics"))
    failed = 0
    occurrences = 0
    for file in files:
        told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        expected = {
            (o["uid"], o["start_ms"], o["end_ms"], o["is_cancelled"]) for o in told["occurrences"]
        }
        text = file.read_bytes().decode("utf-8")
        for kind, version in (("", text), (" with its own zones", with_unknown_zones(text))):
            rows = found(version, told["from_ms"], told["until_ms"])
            wrong = list(differences(expected, rows))
            occurrences += len(rows)
            if wrong:
                failed += 1
                print(f"{file.name}{kind}:", *wrong, sep="\n")
    print(f"Python found {occurrences} occurrences in {2 * len(files)} readings.")
    # As the test runner of Node says it, which `cargo xtask test` counts.
    print(f"# pass {2 * len(files) - failed}\n# fail {failed}")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

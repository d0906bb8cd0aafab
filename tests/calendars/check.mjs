// Reads written calendars with npm's ical.js, and compares what it finds with what we show.
// Development only: `node tests/calendars/check.mjs FOLDER`. The zones are taken from the calendar
// itself; ical.js knows none by name.

import fs from "node:fs";
import path from "node:path";

import ICAL from "ical.js";

// Enough to see what is wrong; all of one mistake would hide the next.
const SHOWN_MAX = 5;
// No calendar of ours has more in the years that are compared.
const OCCURRENCES_MAX = 20_000;

/** @param {ICAL.Time} time */
const toMs = (time) => time.toUnixTime() * 1000;

/** @param {string} text @param {number} fromMs @param {number} untilMs */
function found(text, fromMs, untilMs) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const components = calendar.getAllSubcomponents("vevent");
  const masters = components.filter((component) => !component.hasProperty("recurrence-id"));
  /** @type {Set<string>} */
  const rows = new Set();
  for (const master of masters) {
    const uid = String(master.getFirstPropertyValue("uid"));
    const event = new ICAL.Event(master, { exceptions: [], strictExceptions: false });
    for (const other of components) {
      if (other !== master && other.getFirstPropertyValue("uid") === uid) {
        event.relateException(other);
      }
    }
    /** @param {ICAL.Event} item @param {ICAL.Time} start @param {ICAL.Time} end */
    const add = (item, start, end) => {
      const isCancelled = item.component.getFirstPropertyValue("status") === "CANCELLED";
      if (toMs(start) >= fromMs && toMs(start) < untilMs) {
        rows.add([uid, toMs(start), toMs(end), isCancelled].join(" "));
      }
    };
    const iterator = event.iterator();
    for (let count = 0; count < OCCURRENCES_MAX; count += 1) {
      const next = iterator.next();
      // One that is moved nearer may stand behind the end by its old date.
      if (!next || toMs(next) > untilMs + 40 * 86_400_000) {
        break;
      }
      const details = event.getOccurrenceDetails(next);
      add(details.item, details.startDate, details.endDate);
    }
  }
  return rows;
}

/** @param {string} row */
function shown(row) {
  const [uid, start, end, isCancelled] = row.split(" ");
  const minutes = (Number(end) - Number(start)) / 60_000;
  const off = isCancelled === "true" ? ", cancelled" : "";
  return `${uid} ${new Date(Number(start)).toISOString()} for ${minutes} minutes${off}`;
}

/** @param {string} folder */
function main(folder) {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".ics"));
  let failed = 0;
  let occurrences = 0;
  for (const name of files.sort()) {
    const text = fs.readFileSync(path.join(folder, name), "utf8");
    const told = JSON.parse(
      fs.readFileSync(path.join(folder, name.replace(/\.ics$/, ".json")), "utf8"),
    );
    /** @type {Set<string>} */
    const expected = new Set();
    for (const one of told.occurrences) {
      expected.add([one.uid, one.start_ms, one.end_ms, one.is_cancelled].join(" "));
    }
    const rows = found(text, told.from_ms, told.until_ms);
    occurrences += rows.size;
    const missing = [...expected].filter((row) => !rows.has(row)).sort();
    const extra = [...rows].filter((row) => !expected.has(row)).sort();
    if (missing.length + extra.length > 0) {
      failed += 1;
      console.log(`${name}:`);
      for (const row of missing.slice(0, SHOWN_MAX)) console.log(`  missing: ${shown(row)}`);
      for (const row of extra.slice(0, SHOWN_MAX)) console.log(`  too much: ${shown(row)}`);
    }
  }
  console.log(`ical.js found ${occurrences} occurrences in ${files.length} readings.`);
  // As the test runner of Node says it, which `cargo xtask test` counts.
  console.log(`# pass ${files.length - failed}\n# fail ${failed}`);
  return failed > 0 || files.length === 0 ? 1 : 0;
}

process.exitCode = main(process.argv[2] ?? "");

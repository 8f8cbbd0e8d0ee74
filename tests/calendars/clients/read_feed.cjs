// Reads feeds with ical.js in its strict mode and prints what a client would show, as JSON lines.
//
// node read_feed.cjs FOLDER_OF_ICAL_JS FILE.ics...
"use strict";

const fs = require("node:fs");
const path = require("node:path");

function shown(vevent, ICAL) {
  const event = new ICAL.Event(vevent);
  return {
    uid: event.uid,
    sequence: event.sequence,
    status: vevent.getFirstPropertyValue("status"),
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    summary: event.summary,
    location: event.location,
    description: event.description,
    alarms: vevent.getAllSubcomponents("valarm").length,
  };
}

async function main(folder, files) {
  const facts = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const { default: ICAL } = await import(path.resolve(folder, facts.module ?? facts.main));
  ICAL.design.strict = true;
  for (const file of files) {
    const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(file, "utf8")));
    const events = calendar.getAllSubcomponents("vevent").map((e) => shown(e, ICAL));
    console.log(JSON.stringify(events));
  }
}

main(process.argv[2], process.argv.slice(3));

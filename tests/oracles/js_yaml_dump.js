// Reads one JSON value a line, writes what js-yaml's safeDump makes of it as one JSON string a line.
//
// JSON has no infinities, no NaN and no negative zero: {"$number": "-Infinity"} stands for them.
"use strict";

const readline = require("readline");
const yaml = require("js-yaml");

function revive(key, value) {
  const isNumber = value !== null && typeof value === "object" && "$number" in value;
  return isNumber ? Number(value.$number) : value;
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
  process.stdout.write(JSON.stringify(yaml.safeDump(JSON.parse(line, revive))) + "\n");
});

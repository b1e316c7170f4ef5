// Count the status codes of a log in the browser. Nothing is sent anywhere: the page has all that is needed.
"use strict";

const KEYS = ["status", "status_code", "statusCode", "response_code", "DownstreamStatus"];
const ISO_TIME = "\\d{4}-\\d\\d-\\d\\dT\\S+";
// The forms of a log, as http-status-db count has them: each reads the status of a line, or gives nothing.
const FORMS = {
  "common/combined": () => byPattern(/^[^"]*\] "(?:[^"\\]|\\.)*" ([1-9]\d\d) /),
  "JSON lines": () => statusOfJson,
  "one code a line": () => byPattern(/^\s*"?([1-9]\d\d)"?\s*$/),
  "AWS ALB": () => byPattern(new RegExp(`^(?:[a-z0-9]+ )?${ISO_TIME} (?:\\S+ ){3}(?:-?[0-9.]+ ){3}([1-9]\\d\\d) `)),
  "IIS W3C": () => w3cReader(),
};
const FIRST_LINES = 200; // by which the form is told

function byPattern(pattern) {
  return (line) => pattern.exec(line)?.[1];
}

function statusOfJson(line) {
  try { return statusIn(JSON.parse(line)); } catch { return undefined; }
}

function statusIn(value) {
  if (value === null || typeof value !== "object") return undefined;
  for (const key of KEYS) {
    if (/^[1-9]\d\d$/.test(String(value[key]))) return String(value[key]);
  }
  for (const inner of Object.values(value)) {
    const found = statusIn(inner);
    if (found) return found;
  }
  return undefined;
}

// The column that the last #Fields names; the line itself has no status.
function w3cReader() {
  let column = -1;
  return (line) => {
    if (line.startsWith("#Fields:")) column = line.split(/\s+/).slice(1).indexOf("sc-status");
    if (line.startsWith("#")) return "#";
    const cell = column < 0 ? undefined : line.split(/\s+/)[column];
    return /^[1-9]\d\d$/.test(cell ?? "") ? cell : undefined;
  };
}

function formOf(lines) {
  const count = (make) => { const read = make(); return lines.filter((line) => /\d/.test(read(line) ?? "")).length; };
  const counted = Object.entries(FORMS).map(([name, make]) => [count(make), name, make]);
  const best = counted.reduce((one, other) => (other[0] > one[0] ? other : one));
  return best[0] ? { name: best[1], read: best[2]() } : null;
}

class Counter {
  counts = new Map();
  lines = 0;
  left = 0;
  form = null;

  add(lines) {
    this.form ??= formOf(lines.slice(0, FIRST_LINES));
    for (const line of lines) {
      if (!line.trim()) continue;
      const status = this.form?.read(line);
      if (status === "#") continue;
      this.lines += 1;
      if (status) this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
      else this.left += 1;
    }
  }
}

async function countStream(stream, counter) {
  let rest = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    counter.add(lines);
  }
  counter.add([rest]);
}

function streamOf(file) {
  const stream = file.stream();
  return file.name.endsWith(".gz") ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
}

function show(counter) {
  const known = JSON.parse(document.querySelector("#log-codes").textContent);
  const says = document.querySelector("#log-report").dataset;
  const total = counter.lines - counter.left;
  const rows = [...counter.counts].sort((one, other) => other[1] - one[1]);
  document.querySelector("#log-report").textContent = total
    ? says.counted.replace("{}", total.toLocaleString()).replace("{}", counter.form.name)
      + (counter.left ? ` ${says.left.replace("{}", counter.left.toLocaleString())}` : "")
    : says.none;
  document.querySelector("#log-rows").replaceChildren(...rows.map(([code, number]) => rowOf(code, number, total, known)));
  document.querySelector("#log-table").hidden = !total;
}

function rowOf(code, number, total, known) {
  const [name, fault] = known[code] ?? known[`${code[0]}xx`] ?? ["", ""];
  const share = document.createElement("meter");
  share.max = 1;
  share.value = number / total;
  share.setAttribute("aria-label", `${(100 * share.value).toFixed(1)} %`);
  const requests = `${number.toLocaleString()} (${(100 * share.value).toFixed(1)} %)`;
  const row = document.createElement("tr");
  for (const content of [known[code] ? linkTo(code) : code, name, fault, requests, share]) row.insertCell().append(content);
  return row;
}

function linkTo(code) {
  const link = document.createElement("a");
  link.href = document.querySelector("#log-table").dataset.pages + code;
  link.textContent = code;
  return link;
}

async function count(streams) {
  const counter = new Counter();
  try {
    for (const stream of streams) await countStream(stream, counter);
    show(counter);
  } catch (error) { // a file that is no gzip, or that was taken away
    document.querySelector("#log-report").textContent = String(error);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#log-form");
  const files = form.querySelector("input[type=file]");
  const text = form.querySelector("textarea");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    count([new Blob([text.value]).stream()]);
  });
  files.addEventListener("change", () => count([...files.files].map(streamOf)));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    count([...event.dataTransfer.files].map(streamOf));
  });
});

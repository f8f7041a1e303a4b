// The live part of /local: asks /local/state every two seconds and redraws only what changed.
// Text goes in as text (Trusted Types forbid anything else here).

/**
 * @typedef {{ reference: string, start: string, what: string, who: string, status: string, ours: boolean }} ChartVisit
 * @typedef {{ id: string, start: string, what: string, who: string, state: string, reference?: string, since?: string }} PortalVisit
 * @typedef {{ chart?: ChartVisit, portal?: PortalVisit, tone: string, note: string }} Row
 * @typedef {{ id: string, at: string, channel: string, to: string, subject?: string, body: string }} Message
 * @typedef {{ function: string, action: string, resource: string }} Denial
 * @typedef {{ controllable: boolean, answering: boolean, stopped: boolean, faults: { fault: string, count?: number }[], readAt?: string }} Ehr
 * @typedef {{ ehr: Ehr, portal: { readable: boolean }, rows: Row[], verdict: { tone: string, words: string },
 *   outbox: { count: number, recent: Message[] }, denials: Denial[] }} State
 */

const EVERY_MS = 2000;

/** What a patient is told, word for word. @type {Record<string, [string, string]>} */
const STATES = {
  saved: ["clock", "Saved, not confirmed yet"],
  "in-chart": ["check", "In your chart"],
  "with-practice": ["people", "With the practice"],
  entered: ["pencil", "Entered by the practice"],
  "needs-attention": ["alert", "Needs attention"],
};

/** @type {Record<string, string>} */
const TONE_ICON = { same: "check", waiting: "clock", wrong: "alert", unknown: "unknown" };

/** @type {Record<string, string>} */
const BOND_ICON = { same: "equal", unknown: "unknown" };

const when = new Intl.DateTimeFormat("en-US", {
  weekday: "short",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});
const clock = new Intl.DateTimeFormat("en-US", {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

/** @param {Intl.DateTimeFormat} format @param {string | undefined} instant */
const shown = (format, instant) => {
  const date = new Date(instant ?? "");
  return Number.isNaN(date.getTime()) ? (instant ?? "") : format.format(date);
};

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
};

/** @param {string} name @param {string} className @param {...(Node | string)} children */
const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

/** @param {string} name */
const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
};

/** @param {string} state @param {string} symbol @param {string} words */
const chip = (state, symbol, words) => {
  const made = element("span", "chip", icon(symbol), words);
  made.dataset.state = state;
  return made;
};

/** Writes only what differs: a screen reader hears changes, not repetitions. @param {HTMLElement} target @param {string} words */
const say = (target, words) => {
  if (target.textContent !== words) target.textContent = words;
};

/** @type {Map<string, string>} */
const drawn = new Map();

/** @param {string} id @param {unknown} value @param {() => Node[]} draw */
const redraw = (id, value, draw) => {
  const now = JSON.stringify(value);
  if (drawn.get(id) === now) return;
  drawn.set(id, now);
  byId(id).replaceChildren(...draw());
};

/** @param {{ start: string, what: string, who: string }} visit */
const facts = (visit) => [
  element("b", "when", shown(when, visit.start)),
  element("span", "detail", [visit.what, visit.who].filter(Boolean).join(" · ")),
];

/** @param {string} side @param {string} label @param {Node[]} children */
const cell = (side, label, children) => {
  const made = element("div", "cell", element("span", "side", label), ...children);
  made.dataset.side = side;
  return made;
};

/** @param {ChartVisit | undefined} visit @param {boolean} answering */
const chartCell = (visit, answering) => {
  if (!visit)
    return [
      element("span", "absent", answering ? "Not in the chart" : "Not in the chart when last read"),
    ];
  const symbol = visit.status === "booked" ? "check" : "unknown";
  const status = visit.status === "booked" ? "in-chart" : "other";
  const reference = element("code", "", visit.reference);
  return [...facts(visit), element("span", "marks", chip(status, symbol, visit.status), reference)];
};

/** @param {PortalVisit | undefined} visit */
const portalCell = (visit) => {
  if (!visit) return [element("span", "absent", "Not in the portal yet")];
  const [symbol, words] = STATES[visit.state] ?? ["unknown", visit.state];
  const marks = element("span", "marks", chip(visit.state, symbol, words));
  if (visit.reference) marks.append(element("code", "", visit.reference));
  else if (visit.since)
    marks.append(element("span", "detail", `since ${shown(clock, visit.since)}`));
  return [...facts(visit), marks];
};

/** @param {Row} row @param {boolean} answering */
const rowItem = (row, answering) => {
  const bond = element("span", "bond", icon(BOND_ICON[row.tone] ?? "unequal"));
  bond.setAttribute("aria-hidden", "true");
  const note = element("p", "note", icon(TONE_ICON[row.tone] ?? "unknown"), row.note);
  const item = element(
    "li",
    "row",
    cell("chart", "The chart", chartCell(row.chart, answering)),
    cell("portal", "The portal", portalCell(row.portal)),
    note,
    bond,
  );
  item.dataset.tone = row.tone;
  return item;
};

/** @param {Ehr} ehr @returns {[string, string]} */
const ehrWords = (ehr) => {
  if (ehr.stopped) return ["wrong", "EHR stopped"];
  if (!ehr.answering) return ["wrong", "EHR not answering"];
  if (ehr.faults.some((each) => each.fault === "drop-after"))
    return ["waiting", "EHR up, next reply will be lost"];
  if (ehr.faults.length > 0) return ["waiting", "EHR up, with faults"];
  return ["same", "EHR answering"];
};

/** @param {Message} message */
const messageItem = (message) =>
  element(
    "li",
    "",
    element("p", "detail", `${message.channel} to ${message.to}, ${shown(clock, message.at)}`),
    element("p", "body", message.subject ? `${message.subject}: ${message.body}` : message.body),
  );

/** @param {Denial} denial */
const denialItem = (denial) =>
  element(
    "li",
    "",
    element("code", "", denial.action),
    element("p", "detail", `${denial.function} on ${denial.resource}`),
  );

/** @param {Ehr} ehr */
const drawEhr = (ehr) => {
  const [tone, words] = ehrWords(ehr);
  byId("ehr-state").dataset.tone = tone;
  say(byId("ehr-state"), words);
  document.body.dataset.ehr = ehr.answering ? "up" : "down";
  const readAt = ehr.readAt ? `EHR, read ${shown(clock, ehr.readAt)}` : "EHR, never read";
  say(byId("read-at"), ehr.answering ? "EHR, read live" : readAt);
};

/** @param {State} state */
const draw = (state) => {
  drawEhr(state.ehr);
  byId("verdict").dataset.tone = state.verdict.tone;
  redraw("verdict", state.verdict, () => [
    icon(TONE_ICON[state.verdict.tone] ?? "unknown"),
    new Text(state.verdict.words),
  ]);
  redraw("rows", [state.rows, state.ehr.answering], () =>
    state.rows.map((row) => rowItem(row, state.ehr.answering)),
  );
  redraw("outbox", state.outbox.recent, () => state.outbox.recent.map(messageItem));
  say(byId("outbox-count"), String(state.outbox.count));
  byId("outbox-empty").hidden = state.outbox.count > 0;
  redraw("denials", state.denials, () => state.denials.map(denialItem));
  byId("denials-card").hidden = state.denials.length === 0;
};

const refresh = async () => {
  try {
    const response = await fetch("/local/state", { signal: AbortSignal.timeout(8000) });
    if (!response.ok) throw new Error(String(response.status));
    draw(await response.json());
  } catch {
    byId("verdict").dataset.tone = "unknown";
    redraw("verdict", "gone", () => [
      icon("unknown"),
      new Text("Porchlight itself does not answer. Is npm start still running?"),
    ]);
  }
};

const watch = async () => {
  if (!document.hidden) await refresh();
  setTimeout(watch, EVERY_MS);
};

/** @param {SubmitEvent} event */
const act = async (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  event.preventDefault();
  const said = byId("said");
  try {
    const response = await fetch(event.target.action, {
      method: "POST",
      headers: { accept: "application/json" },
    });
    say(said, (await response.json()).words);
  } catch {
    say(said, "That did not reach Porchlight. Is npm start still running?");
  }
  await refresh();
};

document.addEventListener("submit", act);
document.addEventListener("visibilitychange", refresh);
await watch();

// Keeps a report on the phone while there is no network, and sends it when there is one again.
"use strict";
const STORE = "lenban-outcomes";
const waitingBox = document.getElementById("waiting");
let sending = false;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) || [];
  } catch {
    return [];
  }
}

function keep(all) {
  localStorage.setItem(STORE, JSON.stringify(all));
  show();
}

// A report that was not sent yet gives way to a later one of the same session.
function add(one) {
  keep([...kept().filter((other) => other.action !== one.action), one]);
}

function drop(report) {
  keep(kept().filter((one) => one.report !== report));
}

function mark(report, refused) {
  keep(kept().map((one) => (one.report === report ? { ...one, refused } : one)));
}

function newCode() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `p-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function show() {
  if (!waitingBox) return;
  const all = kept();
  waitingBox.hidden = all.length === 0;
  waitingBox.querySelector("ul").replaceChildren(...all.map(line));
}

function line(one) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = one.page;
  link.textContent = one.title;
  const told = new Date(one.told);
  const two = (number) => String(number).padStart(2, "0");
  const clock = `${two(told.getHours())}:${two(told.getMinutes())}`;
  item.append(link, ` – ${waitingBox.dataset.since} ${clock}`);
  if (one.refused) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = waitingBox.dataset.drop;
    button.addEventListener("click", () => drop(one.report));
    item.append(`. ${waitingBox.dataset.refused}`, button);
  }
  return item;
}

// "sent", "refused" (the server has read it and says no), or "later" (no network, server in trouble).
async function send(one) {
  try {
    const body = new URLSearchParams(one.fields);
    // the form's token may be of an earlier sign-in; that of this page is not
    const token = document.querySelector("input[name=csrf]");
    if (token) body.set("csrf", token.value);
    const answer = await fetch(one.action, {
      method: "POST",
      body,
      redirect: "manual",
      credentials: "same-origin",
    });
    if (answer.type === "opaqueredirect" || answer.ok) return "sent";
    return answer.status >= 500 || [400, 401, 429].includes(answer.status) ? "later" : "refused";
  } catch {
    return "later";
  }
}

async function sendAll() {
  if (sending) return;
  sending = true;
  for (const one of kept().filter((each) => !each.refused)) {
    const came = await send(one);
    if (came === "sent") drop(one.report);
    else if (came === "refused") mark(one.report, true);
    else break;
  }
  sending = false;
}

function prepare(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    form.elements.report.value = newCode();
    form.elements.told_at.value = new Date().toISOString();
    const one = {
      report: form.elements.report.value,
      action: form.action,
      page: location.href.split("#")[0],
      title: form.dataset.title,
      told: form.elements.told_at.value,
      fields: Array.from(new FormData(form)),
    };
    add(one);
    const came = await send(one);
    button.disabled = false;
    if (came === "later") {
      waitingBox.scrollIntoView();
      return;
    }
    drop(one.report);
    if (came === "sent") location.assign(`${form.action}${form.action.includes("?") ? "&" : "?"}done=1`);
    else form.submit(); // the server says what is wrong, next to each field
  });
}

for (const form of document.querySelectorAll("form[data-outcome]")) prepare(form);
if (waitingBox) waitingBox.querySelector("[data-send]").addEventListener("click", sendAll);
addEventListener("online", sendAll);
addEventListener("storage", show);
show();
sendAll();

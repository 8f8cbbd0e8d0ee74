// Says how old the page is, and which day is today, on the phone's own clock.
"use strict";
const ONE_MINUTE = 60000;
const body = document.body;

function two(number) {
  return String(number).padStart(2, "0");
}

function localDay(date) {
  const there = new Date(date.getTime() + Number(body.dataset.offsetMin) * ONE_MINUTE);
  return `${there.getUTCFullYear()}-${two(there.getUTCMonth() + 1)}-${two(there.getUTCDate())}`;
}

function markDays() {
  const today = localDay(new Date());
  const tomorrow = localDay(new Date(Date.now() + 24 * 60 * ONE_MINUTE));
  for (const section of document.querySelectorAll("[data-day]")) {
    const when = section.querySelector(".when");
    section.hidden = section.dataset.day < today;
    if (section.dataset.day === today) when.textContent = `${body.dataset.today} · `;
    else if (section.dataset.day === tomorrow) when.textContent = `${body.dataset.tomorrow} · `;
    else when.textContent = "";
  }
  document.getElementById("none").hidden = !!document.querySelector("[data-day]:not([hidden])");
}

function tellAge() {
  const minutes = Math.floor((Date.now() - Date.parse(body.dataset.loaded)) / ONE_MINUTE);
  const age = document.getElementById("age");
  age.hidden = minutes < 3 && navigator.onLine;
  const hours = Math.floor(minutes / 60);
  const words = hours >= 48 ? body.dataset.days.replace("#", Math.floor(hours / 24))
    : hours >= 2 ? body.dataset.hours.replace("#", hours)
    : body.dataset.minutes.replace("#", Math.max(0, minutes));
  document.getElementById("how-old").textContent = words;
}

function refresh() {
  if (body.dataset.live === "yes") markDays();
  tellAge();
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/m/worker.js", { scope: "/m/" })
    .then(() => navigator.serviceWorker.ready)
    .then((ready) => {
      ready.active.postMessage("keep");
      const forms = Array.from(document.querySelectorAll("a[data-keep]"), (link) => link.href);
      if (forms.length) ready.active.postMessage(forms);
    })
    .catch(() => undefined);
}

refresh();
setInterval(refresh, ONE_MINUTE);
// Back in the network the page is loaded anew, unless it is being left: that would undo a tap on a link.
let leaving = false;
addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", () => { if (!leaving) location.reload(); });
addEventListener("offline", refresh);

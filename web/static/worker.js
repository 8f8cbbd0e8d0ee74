// Keeps the last copy of a member's page, for hours without a network.
"use strict";
const KEEP = "lenban-member-2";
const PATIENCE_MS = 4000;
const PARTS = ["/static/member.css", "/static/member.js", "/static/icon.svg", "/static/outcome.css", "/static/outcome.js"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEEP).then((kept) => kept.addAll(PARTS)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== KEEP).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))));
  self.clients.claim();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (PARTS.includes(url.pathname)) event.respondWith(part(event));
});

// A page that was loaded before the worker was there asks to be kept.
self.addEventListener("message", (event) => {
  if (event.data === "keep" && event.source) event.waitUntil(keep(event.source.url));
  // The forms of its sessions too: they are filled in where there is no network.
  else if (Array.isArray(event.data)) event.waitUntil(Promise.all(event.data.map(keep)));
});

async function keep(address) {
  const kept = await caches.open(KEEP);
  if (await kept.match(address)) return;
  const answer = await fetch(address);
  if (answer.ok) await kept.put(address, answer);
}

// The newest page; the copy when there is no network, a slow one, or a server in trouble.
async function page(request) {
  const kept = await caches.open(KEEP);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await kept.put(request, answer.clone());
    else if (answer.status === 404 || answer.status === 410) await kept.delete(request);
    return answer;
  });
  const copy = await kept.match(request);
  if (!copy) return fresh;
  const soon = fresh.then((answer) => (answer.status >= 500 ? copy : answer), () => copy);
  return Promise.race([soon, later(copy)]);
}

function later(copy) {
  return new Promise((done) => setTimeout(() => done(copy), PATIENCE_MS));
}

// The look of the page at once, and its newest form for the next time.
async function part(event) {
  const kept = await caches.open(KEEP);
  const copy = await kept.match(event.request);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await kept.put(event.request, answer.clone());
    return answer;
  });
  if (!copy) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return copy;
}

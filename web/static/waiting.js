// What is being worked out comes into the page by itself; without this the page loads itself again.
"use strict";

(() => {
  const EVERY_MS = 1000;
  const LATER = [429, 502, 503, 504];
  const waiting = document.querySelector("[data-waits]");
  const said = document.getElementById("said");

  // Only the part that was waited for is swapped: what was chosen elsewhere meanwhile stays.
  function swap(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (page.querySelector("[data-waits]")) return false;
    const part = waiting.id && page.getElementById(waiting.id);
    if (!part) return goOn(location.href);
    const within = waiting.contains(document.activeElement);
    waiting.replaceWith(part);
    if (within) { part.tabIndex = -1; part.focus(); }
    said.textContent = said.dataset.done;
    return true;
  }

  function goOn(address) {
    if (address === location.href) location.reload();
    else location.replace(address);
    return true;
  }

  async function ended() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (LATER.includes(answer.status)) return false;
      return answer.ok && !answer.redirected ? swap(await answer.text()) : goOn(answer.url);
    } catch {
      return false;  // the server is away for a moment
    }
  }

  async function look() {
    if (!await ended()) setTimeout(look, EVERY_MS);
  }

  setTimeout(look, EVERY_MS);
})();

// While a job runs its part of the page is fetched anew; without this the page loads itself again.
"use strict";

(() => {
  const EVERY_MS = 1000;
  const part = document.getElementById("job");
  const said = document.getElementById("said");
  let state = part.querySelector("[data-state]").textContent;

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").body;
    const focused = document.activeElement && document.activeElement.id;
    part.replaceChildren(...fresh.childNodes);
    const again = focused && document.getElementById(focused);
    if (again) again.focus();
    const now = part.querySelector("[data-state]").textContent;
    if (now !== state) said.textContent = now;
    state = now;
  }

  async function look() {
    try {
      const answer = await fetch(part.dataset.now, { cache: "no-store" });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // the server is away for a moment
    }
    if (part.querySelector("[data-runs]")) setTimeout(look, EVERY_MS);
  }

  setTimeout(look, EVERY_MS);
})();

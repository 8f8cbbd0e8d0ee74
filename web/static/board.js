// Dragging on the board of a draft, as an extra: each card's page does all of it without.
"use strict";

(() => {
  const desk = document.querySelector(".desk[data-verdict]");
  const dialog = document.querySelector("dialog.drop");
  if (!desk || !dialog || !dialog.showModal) return;

  const form = dialog.querySelector("form");
  const lines = dialog.querySelector(".lines");
  const doIt = form.querySelector(".button");
  let dragged = null;
  let asked = 0;

  for (const card of desk.querySelectorAll("[data-session], [data-village]")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", nameOf(card));
      desk.classList.add("dragging");
    });
    card.addEventListener("dragend", () => {
      desk.classList.remove("dragging");
      for (const cell of desk.querySelectorAll(".over")) cell.classList.remove("over");
    });
  }

  for (const cell of desk.querySelectorAll("td[data-team]")) {
    cell.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) ask(dragged, cell);
    });
  }

  dialog.querySelector("button[type=button]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    asked += 1;
    if (dragged) dragged.focus();
    dragged = null;
  });

  function nameOf(card) {
    return card.querySelector(".card-place, b").textContent.trim();
  }

  function say(texts) {
    lines.replaceChildren(...texts.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
  }

  async function ask(card, cell) {
    const number = (asked += 1);
    const step = { to: cell.dataset.team, day: cell.dataset.day };
    if (card.dataset.session) Object.assign(step, { kind: "move", session: card.dataset.session });
    else Object.assign(step, { kind: "add", village: card.dataset.village });
    const row = cell.closest("tr").querySelector("th").firstChild.textContent.trim();
    const column = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const day = `${column.firstChild.textContent.trim()} ${column.querySelector(".date").textContent}`;
    dialog.querySelector(".drop-what").textContent = `${nameOf(card)} → ${row}, ${day}`;
    say([desk.dataset.thinking]);
    doIt.disabled = true;
    dialog.showModal();
    try {
      const answer = await fetch(`${desk.dataset.verdict}?${new URLSearchParams(step)}`);
      if (!answer.ok) throw new Error(answer.status);
      const verdict = await answer.json();
      if (number !== asked) return;
      say(verdict.lines);
      dialog.classList.toggle("unsound", verdict.broken);
      form.elements.kind.value = step.kind;
      form.elements.session.value = verdict.session;
      form.elements.to.value = step.to;
      form.elements.day.value = step.day;
      doIt.disabled = false;
      doIt.focus();
    } catch {
      if (number === asked) say([desk.dataset.failed]);
    }
  }
})();

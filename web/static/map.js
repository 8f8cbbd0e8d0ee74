// The map moves and zooms, days are reached by a slider, and a click on a road offers to report it.
// Without this file every road, village and stop is a link, and days are links too.
"use strict";

const sheet = document.querySelector(".sheet");
const drawing = sheet && sheet.querySelector("svg.drawing");
const MOST = 12, STEP = 1.4, FAR = 4;

if (drawing) {
  const whole = drawing.viewBox.baseVal;
  const width = whole.width, height = whole.height;
  let view = { x: 0, y: 0, zoom: 1 };

  const show = (x, y, zoom) => {
    zoom = Math.min(MOST, Math.max(1, zoom));
    const w = width / zoom, h = height / zoom;
    view = { x: Math.min(width - w, Math.max(0, x)), y: Math.min(height - h, Math.max(0, y)), zoom };
    drawing.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
    drawing.classList.toggle("zoomed", zoom > 1);
    drawing.dataset.zoom = zoom.toFixed(2);
    drawing.style.setProperty("--mark", 1 / zoom);
  };
  const spot = (event) => {
    const box = drawing.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const zoomAt = (by, [across, down]) => {
    const zoom = Math.min(MOST, Math.max(1, view.zoom * by));
    show(view.x + across * (width / view.zoom - width / zoom),
      view.y + down * (height / view.zoom - height / zoom), zoom);
  };
  const move = (across, down) => show(view.x + across * width / view.zoom, view.y + down * height / view.zoom, view.zoom);

  const keys = {
    "+": () => zoomAt(STEP, [.5, .5]), "=": () => zoomAt(STEP, [.5, .5]),
    "-": () => zoomAt(1 / STEP, [.5, .5]), "0": () => show(0, 0, 1),
    ArrowLeft: () => move(-.15, 0), ArrowRight: () => move(.15, 0),
    ArrowUp: () => move(0, -.15), ArrowDown: () => move(0, .15),
  };
  sheet.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const still = event.key.startsWith("Arrow") && view.zoom === 1;
    if (!act || still || event.target !== sheet || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  });

  drawing.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && view.zoom === 1) return;
    event.preventDefault();
    zoomAt(event.deltaY < 0 ? 1.2 : 1 / 1.2, spot(event));
  }, { passive: false });

  const fingers = new Map();
  let travelled = 0;
  const gap = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  drawing.addEventListener("pointerdown", (event) => {
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, event);
  });
  window.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const box = drawing.getBoundingClientRect();
    const across = (event.clientX - before.clientX) / box.width, down = (event.clientY - before.clientY) / box.height;
    travelled += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    if (fingers.size === 2) {
      const was = gap();
      fingers.set(event.pointerId, event);
      if (was > 0) zoomAt(gap() / was, spot(event));
      return;
    }
    fingers.set(event.pointerId, event);
    if (view.zoom > 1 && fingers.size === 1 && travelled > FAR) move(-across, -down);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  drawing.addEventListener("dragstart", (event) => event.preventDefault());

  const tools = document.createElement("div");
  tools.className = "tools";
  const acts = [["+", sheet.dataset.in, keys["+"]], ["−", sheet.dataset.out, keys["-"]], ["⤢", sheet.dataset.whole, keys["0"]]];
  for (const [sign, name, act] of acts) {
    if (!name) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.title = name;
    button.addEventListener("click", act);
    tools.append(button);
  }
  sheet.before(tools);

  const kept = document.querySelector("#report-dialog");
  const offer = (address, name) => {
    const dialog = kept.content.cloneNode(true).firstElementChild;
    dialog.querySelector("form").action = address;
    dialog.querySelector(".report-more").href = address;
    dialog.querySelector(".report-name").textContent = name;
    dialog.querySelector(".report-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.querySelector("main").append(dialog);
    dialog.showModal();
  };
  drawing.addEventListener("click", (event) => {
    if (travelled > FAR) {
      event.preventDefault();
      return;
    }
    const road = event.target.closest(".roads a, .closures a");
    if (!road || !kept || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    offer(road.getAttribute("href"), road.querySelector("title").textContent);
  });
}

const days = document.querySelector("nav.days");
if (days && sheet && sheet.dataset.day) {
  const links = [...days.querySelectorAll("a")];
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: links.length - 1, step: 1, className: "slider" });
  slider.value = links.findIndex((link) => link.hasAttribute("aria-current"));
  slider.setAttribute("aria-label", sheet.dataset.day);
  const say = () => slider.setAttribute("aria-valuetext", links[slider.value].textContent);
  say();
  slider.addEventListener("input", say);
  slider.addEventListener("change", () => location.assign(links[slider.value].href));
  days.after(slider);
}

// What every page does: Leave quickly, focus on an error summary, menus that close. A page works
// without any of it.

// One press of Shift may be the start of a capital letter; three in a row are meant.
const LEAVE_PRESSES = 3;
// A second and a half between the first and the last of them.
const LEAVE_WINDOW_MS = 1500;

// Pages of this site in other tabs are left with this one: they show the same to whoever looks next,
// and a room among them would go on listening.
const others = lineToOthers();
others?.addEventListener("message", () => goAway());

/** Nothing where the browser has none, or keeps it from pages that may keep nothing. */
function lineToOthers() {
  try {
    return new BroadcastChannel("renew-leave");
  } catch {
    return null;
  }
}

/** Leaves every page of this site. */
function leave() {
  others?.postMessage("leave");
  goAway();
}

/** Hides the page at once, then goes where the server sends us, leaving no way back to it. */
function goAway() {
  document.documentElement.hidden = true;
  document.title = "";
  // A live room listens for this: it closes its line and forgets the words that were being typed.
  window.dispatchEvent(new Event("renew:leave"));
  // Left from another page of the same tab, a room is not there to listen.
  try {
    window.sessionStorage.clear();
    // The keys of sealed groups too: they would tell whoever looks next where somebody belongs.
    window.localStorage.clear();
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  window.location.replace("/leave");
}

/** @type {number[]} */
let presses = [];

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("[data-leave]") : null;
  if (!target) return;
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.repeat) {
    if (event.key !== "Shift") presses = [];
    return;
  }
  const oldest = event.timeStamp - LEAVE_WINDOW_MS;
  presses = presses.filter((at) => at > oldest);
  presses.push(event.timeStamp);
  if (presses.length >= LEAVE_PRESSES) leave();
});

// A page kept by the browser for its back button would show again what was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.documentElement.hidden) window.location.replace("/leave");
});

const problem = document.querySelector("[data-focus]");
if (problem instanceof HTMLElement) problem.focus();

/** @param {Element | null} but the menu that stays open */
function closeMenus(but) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== but) menu.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target instanceof Element ? event.target.closest("details.menu") : null);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  closeMenus(null);
  const heading = open.querySelector("summary");
  if (heading) heading.focus();
});

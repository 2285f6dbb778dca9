// Where the show is, and who wants to know. A place is a slide and one of its parts, from 0.
const root = document.documentElement;
const slides = [...document.querySelectorAll('main .slide')];
const chapters = [...document.querySelectorAll('main .chapter')];
const partsOf = slides.map((slide) => [...slide.querySelectorAll(':scope > .body > .part')]);
const chapterOf = slides.map((slide) => chapters.indexOf(slide.closest('.chapter')));
const state = { slide: 0, part: 0, black: false };
const listeners = [];
const byId = (name) => document.getElementById(`ui.${name}`);
const isDeskWindow = () => root.classList.contains('desk-window');
const isShow = () => root.classList.contains('show');
const lastPart = (slide) => Math.max(0, partsOf[slide].length - 1);

/** Go to a place; `quiet` tells listeners that it came from the other window. */
function go(slide, part = 0, quiet = false) {
  state.slide = Math.min(Math.max(slide, 0), slides.length - 1);
  state.part = Math.min(Math.max(part, 0), lastPart(state.slide));
  tell(quiet);
}

function darken(black = !state.black, quiet = false) {
  state.black = black;
  tell(quiet);
}

function tell(quiet) {
  for (const listener of listeners) listener(quiet);
}

function nextPlace() {
  if (state.part < lastPart(state.slide)) go(state.slide, state.part + 1);
  else if (state.slide < slides.length - 1) go(state.slide + 1, 0);
}

function previousPlace() {
  if (state.part > 0) go(state.slide, state.part - 1);
  else if (state.slide > 0) go(state.slide - 1, lastPart(state.slide - 1));
}

/** The slide that an id is of, or that holds it; -1 where there is none. */
function slideAt(id) {
  const found = id ? document.getElementById(id) : null;
  const slide = found === null ? null : found.closest('main .slide');
  return slide === null ? -1 : slides.indexOf(slide);
}

/** What the browser keeps for us; a file's page may have no such place. */
function remembered(key) {
  try { return localStorage.getItem(`swarmlab.${key}`); } catch { return null; }
}

function remember(key, value) {
  try { localStorage.setItem(`swarmlab.${key}`, value); } catch { /* then it is forgotten */ }
}

// The presenter's window: now, next, notes and clocks, in step with the window of the show.
const isDesk = new URLSearchParams(location.search).has('presenter');
const deckId = `${document.title} ${slides.length}`;
let peer = isDesk ? window.opener : null;

actions.presenter = openDesk;
keys.p = 'presenter';
actions.extra = () => { root.classList.toggle('extra'); refit(); };
keys.x = 'extra';
actions.clock = () => { timing.runs = !timing.runs; timing.at = Date.now(); drawClocks(); };
actions.anew = () => { timing.spent = {}; timing.at = Date.now(); keepTiming(); drawClocks(); };

function openDesk() {
  if (isDesk) { peer?.focus(); return; }
  const address = `${location.pathname}?presenter#${slides[state.slide].id}`;
  const opened = window.open(address, `swarmlab ${deckId}`, 'popup,width=1280,height=800');
  if (opened === null) say('The browser did not let this page open a window');
  else peer = opened;
}

// In step. A file's page has no origin that could be compared, so the window itself is.

function send(message) {
  if (peer === null || peer.closed) return;
  const origin = location.protocol === 'file:' ? '*' : location.origin;
  peer.postMessage({ swarmlab: deckId, ...message }, origin);
}

function sendPlace(quiet) {
  if (!quiet) send({ place: [state.slide, state.part], black: state.black });
}

function heard(event) {
  const message = event.data;
  if (message === null || typeof message !== 'object' || message.swarmlab !== deckId) return;
  const known = event.source === peer || (event.source === window.opener && isDesk);
  if (!known && !(event.source !== null && sameOrigin(event.origin))) return;
  peer = event.source;
  heardAt = Date.now();
  if (message.hello) sendPlace(false);
  if (['on', 'back'].includes(message.move) && !isDesk) actions[message.move]();
  if (Array.isArray(message.place) && message.place.every(Number.isInteger)) {
    state.black = message.black === true;
    go(message.place[0], message.place[1], true);
  }
}

function sameOrigin(origin) {
  return origin === location.origin || (location.protocol === 'file:' && ['null', 'file://'].includes(origin));
}

let heardAt = 0;
const hasPeer = () => peer !== null && !peer.closed;

// The desk.

/** Called once, before the first slide is shown. */
function prepareDesk() {
  addEventListener('message', heard);
  listeners.push(sendPlace);
  const more = document.createElement('tbody');
  more.append(byId('more-keys').content.cloneNode(true));
  document.querySelector('.keys').append(more);
  if (isDesk) startDesk();
}

function startDesk() {
  root.classList.add('desk-window');
  document.body.append(byId('desk').content.cloneNode(true));
  document.title = `Presenter: ${document.title}`;
  for (const move of ['on', 'back']) {
    const alone = move === 'on' ? nextPlace : previousPlace;
    actions[move] = () => { if (hasPeer()) send({ move }); else alone(); };
  }
  actions.view = () => {};
  listeners.push(drawDesk);
  setInterval(drawClocks, 1000);
  addEventListener('resize', drawDesk);
  send({ hello: true });
}

function drawDesk() {
  if (timing.chapter === null || state.slide > 0 || state.part > 0) startClock();
  frame('now', state.slide, state.part);
  const next = state.slide + 1;
  frame('next', next, 0);
  const [speak, slide] = [document.querySelector('.speak'), slides[state.slide]];
  speak.replaceChildren(...notesOf(slide));
  speak.scrollTop = 0;
  drawClocks();
}

/** A copy of a slide, laid out as in a show of 1280 by 720, and made as small as the frame. */
function frame(name, number, part) {
  const box = document.querySelector(`.frame.${name}`);
  const count = box.parentElement.querySelector('.count');
  const slide = slides[number];
  if (slide === undefined) { box.replaceChildren(); count.textContent = 'this was the last slide'; return; }
  const copy = bare(slide.cloneNode(true));
  box.replaceChildren(copy);
  const parts = [...copy.querySelectorAll(':scope > .body > .part')];
  layOut(copy, parts, part);
  copy.style.transform = `scale(${box.clientWidth / 1280})`;
  const which = parts.length > 1 ? `, part ${part + 1} of ${parts.length}` : '';
  count.textContent = `${slide.dataset.number} ${slide.dataset.title}${which}`;
}

/** Without names that would stand twice in the document. */
function bare(copy) {
  for (const each of [copy, ...copy.querySelectorAll('[id], [name]')]) {
    each.removeAttribute('id');
    each.removeAttribute('name');
  }
  copy.querySelectorAll('aside.notes').forEach((each) => each.remove());
  return copy;
}

/** The notes, then what only the instructor sees of the slide. */
function notesOf(slide) {
  const found = [...slide.querySelectorAll('.notes')].map((each) => bare(each.cloneNode(true)));
  for (const each of slide.querySelectorAll('.unit:has(> .prints), details.solution')) {
    const copy = bare(each.cloneNode(true));
    copy.querySelectorAll('.copy').forEach((button) => button.remove());
    if (copy.matches('details')) copy.open = true;
    found.push(copy);
  }
  if (found.length > 0) return found;
  const none = document.createElement('p');
  none.className = 'detail';
  none.textContent = 'no notes';
  return [none];
}

// Time: what each chapter took, against its planned minutes.

const timing = { runs: false, at: Date.now(), chapter: null, spent: keptTiming() };

function keptTiming() {
  try { return JSON.parse(sessionStorage.getItem(`swarmlab.${deckId}`)) ?? {}; } catch { return {}; }
}

function keepTiming() {
  try { sessionStorage.setItem(`swarmlab.${deckId}`, JSON.stringify(timing.spent)); } catch { /* lost */ }
}

/** The clock starts by itself when the first slide is left. */
function startClock() {
  count();
  const first = timing.chapter === null;
  timing.chapter = chapterOf[state.slide];
  if (first || timing.runs || timing.stopped) return;
  timing.runs = true;
  timing.stopped = true;
  timing.at = Date.now();
}

function count() {
  const now = Date.now();
  if (timing.runs && timing.chapter !== null) {
    timing.spent[timing.chapter] = (timing.spent[timing.chapter] ?? 0) + now - timing.at;
    keepTiming();
  }
  timing.at = now;
}

function plannedTillHere() {
  const here = chapterOf[state.slide];
  const mine = chapterOf.flatMap((chapter, n) => (chapter === here ? [n] : []));
  const before = chapters.slice(0, Math.max(0, here)).reduce((sum, each) => sum + minutesOf(each), 0);
  const share = here < 0 ? 0 : mine.indexOf(state.slide) / mine.length;
  return before + share * (here < 0 ? 0 : minutesOf(chapters[here]));
}

const minutesOf = (chapter) => Number(chapter.dataset.minutes) || 0;
const asClock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`;
};

function drawClocks() {
  count();
  const spent = Object.values(timing.spent).reduce((sum, each) => sum + each, 0);
  const planned = plannedTillHere();
  const set = (name, words) => { document.querySelector(`.clocks .${name}`).textContent = words; };
  set('clock', new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  set('spent', asClock(spent));
  set('planned', `${Math.round(planned)} min`);
  const lag = Math.round(spent / 60000 - planned);
  set('behind', spent < 1000 ? '' : lag > 0 ? `${lag} min behind` : lag < 0 ? `${-lag} min ahead` : 'on time');
  document.querySelector('.clocks .lag').classList.toggle('late', lag > 1);
  document.querySelector('[data-do="clock"]').textContent = timing.runs ? 'stop' : 'start';
  document.querySelector('.peer').textContent = hasPeer() ? '' : 'the window of the show is closed';
  drawPlan();
}

function drawPlan() {
  const body = document.querySelector('.plan tbody');
  body.replaceChildren(...chapters.map((chapter, n) => {
    const row = document.createElement('tr');
    row.className = n === chapterOf[state.slide] ? 'here' : '';
    const spent = timing.spent[n] ?? 0;
    for (const words of [chapter.dataset.title, `${minutesOf(chapter)} min`, spent ? asClock(spent) : '']) {
      const cell = document.createElement('td');
      cell.textContent = words;
      row.append(cell);
    }
    return row;
  }));
}


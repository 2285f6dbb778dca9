// Keys, buttons, touch, themes and views.
const THEMES = ['auto', 'light', 'dark', 'contrast'];
const on = () => { if (!page(1)) nextPlace(); };
const back = () => { if (!page(-1)) previousPlace(); };
const actions = {
  on, back,
  first: () => go(0),
  last: () => go(slides.length - 1),
  outline: () => openDialog('outline'),
  search: () => openDialog('search'),
  help: () => openDialog('help'),
  theme: nextTheme,
  view: () => setView(!isShow()),
  full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  black: () => darken(),
  hint: openNextHint,
};
const keys = {
  ' ': 'on', ArrowRight: 'on', PageDown: 'on', n: 'on',
  ArrowLeft: 'back', PageUp: 'back', 'shift ': 'back', Home: 'first', End: 'last',
  o: 'outline', '/': 'search', '?': 'help', t: 'theme', v: 'view', f: 'full', b: 'black',
  '.': 'black', h: 'hint',
};
const MOVES = new Set(['on', 'back', 'first', 'last']);
let digits = '';

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]') !== null || isTheirs(event)) return;
  if (/^[0-9]$/.test(event.key)) { digits = (digits + event.key).slice(-5); return; }
  if (event.key === 'Enter' && digits) { goToNumber(digits); digits = ''; return; }
  digits = '';
  const key = event.key.length === 1 && event.key !== ' ' ? event.key.toLowerCase() : event.key;
  const name = keys[event.shiftKey && key === ' ' ? 'shift ' : key];
  if (name === undefined || (MOVES.has(name) && !isShow() && !isDeskWindow())) {
    if (isShow() && /^Arrow(Up|Down)$/.test(event.key)) scrollLine(event);
    return;
  }
  event.preventDefault();
  actions[name]();
}

/** Whether what has the focus does something of its own with the key. */
function isTheirs(event) {
  const target = event.target instanceof Element ? event.target : root;
  if (target.matches('input[type="search"], textarea, select')) return true;
  if (target.matches('input[type="radio"]') && event.key.startsWith('Arrow')) return true;
  return [' ', 'Enter'].includes(event.key) && target.closest('button, a, summary, input, label') !== null;
}

function scrollLine(event) {
  event.preventDefault();
  slides[state.slide].scrollBy(0, event.key === 'ArrowDown' ? 60 : -60);
  markMore(slides[state.slide]);
}

function goToNumber(number) {
  const found = slides.findIndex((slide) => slide.dataset.number.endsWith(number)
    && !/[0-9]$/.test(slide.dataset.number.slice(0, -number.length)));
  if (found >= 0 && isShow()) go(found);
}

/** Open the first closed hint that is shown; when all are open, close them. */
function openNextHint() {
  const here = isShow() ? slides[state.slide] : document;
  const all = [...here.querySelectorAll('details.help')].filter((each) => each.closest('.later') === null);
  const closed = all.find((each) => !each.open);
  if (closed === undefined) all.forEach((each) => { each.open = false; });
  else { closed.open = true; closed.querySelector('summary').focus(); }
}

function nextTheme() {
  const now = root.dataset.theme ?? 'auto';
  setTheme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

function setTheme(name) {
  if (name === 'auto') delete root.dataset.theme;
  else root.dataset.theme = name;
  remember('theme', name);
  say(`Theme: ${name === 'auto' ? 'as the system has it' : name}`);
}

function say(words) {
  byId('status').textContent = words;
}

function setView(show) {
  const here = isShow() ? state.slide : inView();
  root.classList.toggle('show', show);
  document.querySelector('.bar [data-do="view"]').lastChild.textContent = show ? 'page' : 'slides';
  if (show) { refit(); go(here); } else slides[state.slide].scrollIntoView();
}

/** The slide that a reader of the long page has before them. */
function inView() {
  const found = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight * 0.3);
  return found < 0 ? slides.length - 1 : found;
}

function listenToTouch() {
  let start = null;
  const main = document.querySelector('main');
  main.addEventListener('touchstart', (event) => {
    start = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  main.addEventListener('touchend', (event) => {
    const end = event.changedTouches[0];
    if (start === null || !isShow() || !getSelection().isCollapsed) return;
    const [x, y] = [end.clientX - start.clientX, end.clientY - start.clientY];
    if (Math.abs(x) > 50 && Math.abs(x) > 1.8 * Math.abs(y)) (x < 0 ? nextPlace : previousPlace)();
    start = null;
  }, { passive: true });
}

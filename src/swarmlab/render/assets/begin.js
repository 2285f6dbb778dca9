// Everything is there: put the parts together and begin.
let told = -1;
let pending = 0;

root.classList.add('js');
document.body.append(byId('parts').content.cloneNode(true));
byId('outline').querySelector('.content').append(document.querySelector('.outline'));
document.querySelectorAll('.quiz').forEach(prepareQuiz);
document.addEventListener('keydown', pressed);
document.addEventListener('click', clicked);
byId('words').addEventListener('input', search);
byId('words').addEventListener('keydown', (event) => {
  if (event.key === 'Enter') document.querySelector('.results a')?.click();
  if (event.key === 'ArrowDown') document.querySelector('.results a')?.focus();
});
addEventListener('hashchange', () => followHash());
addEventListener('resize', refit);
document.addEventListener('toggle', folded, true);
listenToTouch();
listeners.push(draw, drawBar, announce);
if (typeof prepareDesk === 'function') prepareDesk();
setTheme(remembered('theme') ?? 'auto');
begin();

function clicked(event) {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest('[data-do], .copy, .close');
  if (button?.matches('.copy')) copy(button);
  else if (button?.matches('.close')) button.closest('dialog').close();
  else if (button !== null) { button.closest('dialog')?.close(); actions[button.dataset.do](); }
  else {
    const link = event.target.closest('a[href^="#"]');
    if (link !== null && follow(link)) event.preventDefault();
  }
}

/** What was folded away takes its room on the slide: less type, and a scroll only at last. */
function folded(event) {
  const slide = event.target.closest?.('.slide.now');
  if (!isShow() || slide === null || slide === undefined || slide.clientWidth < NARROW) return;
  fit(slide);
  markMore(slide);
}

function drawBar() {
  const [slide, chapter] = [slides[state.slide], chapters[chapterOf[state.slide]]];
  const where = document.querySelector('.bar .where');
  const [deck, name] = [document.createElement('span'), document.createElement('b')];
  deck.textContent = document.title;
  name.textContent = chapter?.dataset.title ?? '';
  where.replaceChildren(...(chapter && chapters.length > 1 ? [deck, '\u00a0›\u00a0'] : []), name);
  const last = slides[slides.length - 1].dataset.number;
  document.querySelector('.bar .count').textContent = slide.dataset.number && `${slide.dataset.number} / ${last}`;
  const mine = slides.flatMap((each, n) => (chapterOf[n] === chapterOf[state.slide] ? [n] : []));
  document.querySelector('.bar .steps').replaceChildren(...(mine.length > 60 || chapter === undefined ? [] : mine).map((n) => {
    const step = document.createElement('i');
    step.className = n === state.slide ? 'here' : n < state.slide ? 'done' : '';
    return step;
  }));
}

/** Say to a screen reader where we are, and to the address what it names. */
function announce() {
  root.classList.toggle('black', state.black);
  const slide = slides[state.slide];
  const parts = partsOf[state.slide].length;
  const part = parts > 1 ? `, part ${state.part + 1} of ${parts}` : '';
  say(state.black ? 'The screen is dark' : `${slide.dataset.number} ${slide.dataset.title}${part}`);
  if (told === state.slide || !isShow()) return;
  told = state.slide;
  if (document.querySelector('dialog[open]') === null) slide.focus({ preventScroll: true });
  clearTimeout(pending);
  pending = setTimeout(() => {
    const place = state.slide === 0 ? location.pathname + location.search : `#${slide.id}`;
    try { history.replaceState(null, '', place); } catch { /* too many at once */ }
  }, 120);
}

function followHash() {
  const place = slideAt(decodeURIComponent(location.hash.slice(1)));
  if (place >= 0 && place !== state.slide && isLed()) go(place);
}

function begin() {
  if (slides.length === 0) return;
  root.classList.toggle('show', !isDeskWindow() && root.dataset.profile !== 'print');
  if (!isShow() && !isDeskWindow()) nameView();
  const place = slideAt(decodeURIComponent(location.hash.slice(1)));
  go(Math.max(0, place), 0, isDeskWindow());
}

// A slide's type is as large as lets all of it be seen: one column, else two, else it scrolls.
const ONE = [30, 27, 24.5, 22.5];
const TWO = [22, 20, 18.5, 17];
const SCROLLING = 23;
const WIDE = 860;

function fits(slide) {
  return slide.scrollHeight <= slide.clientHeight + 1;
}

function fit(slide) {
  const scale = Math.min(slide.clientHeight / 676, slide.clientWidth / 1280);
  slide.classList.remove('two', 'more');
  if (slide.clientWidth < WIDE) {
    slide.style.setProperty('--size', '17px');
    return;
  }
  const set = (size, two) => {
    slide.classList.toggle('two', two);
    slide.style.setProperty('--size', `${(size * scale).toFixed(2)}px`);
    return fits(slide);
  };
  const pairs = slide.matches('.cover') ? [] : TWO;
  if (ONE.some((size) => set(size, false)) || pairs.some((size) => set(size, true))) return;
  set(SCROLLING, false);
}

function markMore(slide) {
  const left = slide.scrollHeight - slide.clientHeight - slide.scrollTop;
  slide.classList.toggle('more', left > 24 && partEnd(slide) > slide.scrollTop + slide.clientHeight);
}

/** Where the last revealed part ends, in the slide's own rows. */
function partEnd(slide) {
  const parts = partsOf[slides.indexOf(slide)];
  const last = parts[state.part];
  if (last === undefined || state.part === parts.length - 1) return slide.scrollHeight;
  return last.getBoundingClientRect().bottom - slide.getBoundingClientRect().top + slide.scrollTop;
}

let drawn = -1;

/** Bring the slide of the state to the screen. */
function draw() {
  if (!isShow()) return;
  const slide = slides[state.slide];
  if (drawn !== state.slide) {
    slides[drawn]?.classList.remove('now');
    slide.classList.add('now');
    fit(slide);
    slide.scrollTop = 0;
    drawn = state.slide;
  }
  partsOf[state.slide].forEach((part, index) => part.classList.toggle('later', index > state.part));
  const part = partsOf[state.slide][state.part];
  if (state.part > 0 && part !== undefined) bringUp(slide, part);
  markMore(slide);
}

/** Show a new part where it is below what is seen. */
function bringUp(slide, part) {
  const below = part.getBoundingClientRect().bottom - slide.getBoundingClientRect().bottom;
  const above = part.getBoundingClientRect().top - slide.getBoundingClientRect().top;
  if (below > 0) slide.scrollBy(0, Math.min(below + 12, above - 12));
}

/** A page down or up the slide; false at its end. */
function page(direction) {
  const slide = slides[state.slide];
  const end = Math.min(slide.scrollHeight, partEnd(slide) + 20);
  const left = direction > 0 ? end - slide.scrollTop - slide.clientHeight : slide.scrollTop;
  if (left <= 4) return false;
  slide.scrollBy(0, direction * Math.min(left, 0.82 * slide.clientHeight));
  return true;
}

function refit() {
  drawn = -1;
  slides.forEach((slide) => slide.classList.remove('now'));
  draw();
}

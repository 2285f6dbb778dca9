// A slide's type is as large as lets all of it be seen: in one column, else in two.
// What does not fit even so is shown some parts at a time; a part too long for that scrolls.
const ONE = [30, 27, 24.5, 22.5];
const OPENING = [...ONE, 21];
const TWO = [22, 20, 18.5, 17, 15.5];
const SCROLLING = 23;
const NARROW = 860;
const PHONE = 17;
const HEIGHT = 676;

let groups = new WeakMap();

/** Whether the slide is seen whole at this size. */
function fitsAt(slide, size, two) {
  const scale = Math.min(slide.clientHeight / HEIGHT, slide.clientWidth / 1280);
  slide.classList.toggle('two', two);
  slide.style.setProperty('--size', `${(size * scale).toFixed(2)}px`);
  return slide.scrollHeight <= slide.clientHeight + 1;
}

/** Give what is shown of a slide its largest size; false where it has to scroll. */
function fit(slide) {
  const single = slide.matches('.opening, .cover') ? OPENING : ONE;
  const pairs = slide.matches('.cover') ? [] : TWO;
  if (single.some((size) => fitsAt(slide, size, false))) return true;
  if (pairs.some((size) => fitsAt(slide, size, true))) return true;
  fitsAt(slide, SCROLLING, false);
  return false;
}

/** For each part of a slide the number of the group it is shown with. */
function groupsOf(slide, parts) {
  const only = (from, to) => parts.forEach((part, n) => part.classList.toggle('gone', n < from || n >= to));
  only(0, parts.length);
  if (parts.length < 2 || TWO.concat(ONE).some((size) => fitsAt(slide, size, TWO.includes(size)))) {
    return parts.map(() => 0);
  }
  const smallest = TWO[TWO.length - 1];
  const found = [];
  let first = 0;
  for (let n = 0; n < parts.length; n += 1) {
    only(first, n + 1);
    if (n > first && !fitsAt(slide, smallest, true)) first = n;
    found.push(first);
  }
  return found;
}

/** Lay out a slide for one of its parts; what comes later keeps its room within its group. */
function layOut(slide, parts, part) {
  if (slide.clientWidth < NARROW) {
    slide.classList.remove('two');
    slide.style.setProperty('--size', `${PHONE}px`);
    parts.forEach((each) => each.classList.remove('gone'));
  } else {
    if (!groups.has(slide)) groups.set(slide, groupsOf(slide, parts));
    const of = groups.get(slide);
    parts.forEach((each, n) => each.classList.toggle('gone', of[n] !== of[part]));
    fit(slide);
  }
  parts.forEach((each, n) => each.classList.toggle('later', n > part));
}

let drawn = { slide: -1, part: -1 };

/** Bring the place of the state to the screen. */
function draw() {
  if (!isShow()) return;
  const [slide, parts] = [slides[state.slide], partsOf[state.slide]];
  const another = drawn.slide !== state.slide;
  if (another) {
    slides[drawn.slide]?.classList.remove('now');
    slide.classList.add('now');
  }
  if (another || drawn.part !== state.part) {
    layOut(slide, parts, state.part);
    if (another) slide.scrollTop = 0;
    if (state.part > 0) bringUp(slide, parts[state.part]);
  }
  drawn = { slide: state.slide, part: state.part };
  markMore(slide);
}

/** Show a new part where it is below what is seen. */
function bringUp(slide, part) {
  const [mine, whole] = [part.getBoundingClientRect(), slide.getBoundingClientRect()];
  const below = mine.bottom - whole.bottom;
  if (below > 0) slide.scrollBy(0, Math.min(below + 12, mine.top - whole.top - 12));
}

/** Rows of a slide, from the top of what scrolls, down to the end of what is revealed. */
function shownEnd(slide) {
  const parts = partsOf[slides.indexOf(slide)];
  const part = parts[state.part];
  if (part === undefined || state.part === parts.length - 1) return slide.scrollHeight;
  return part.getBoundingClientRect().bottom - slide.getBoundingClientRect().top + slide.scrollTop;
}

function markMore(slide) {
  const seen = slide.scrollTop + slide.clientHeight;
  slide.classList.toggle('more', slide.scrollHeight - seen > 24 && shownEnd(slide) > seen);
}

/** A page down or up the slide; false at its end. */
function page(direction) {
  const slide = slides[state.slide];
  const end = Math.min(slide.scrollHeight, shownEnd(slide) + 20);
  const left = direction > 0 ? end - slide.scrollTop - slide.clientHeight : slide.scrollTop;
  if (left <= 4) return false;
  slide.scrollBy(0, direction * Math.min(left, 0.82 * slide.clientHeight));
  markMore(slide);
  return true;
}

/** Begin anew: the window or what is shown has changed. */
function refit() {
  groups = new WeakMap();
  drawn = { slide: -1, part: -1 };
  slides.forEach((slide) => slide.classList.remove('now'));
  draw();
}

// Outline, search and help, in dialogs.
const MOST = 60;
let index = null;

function openDialog(name) {
  document.querySelectorAll('dialog[open]').forEach((each) => each.close());
  const dialog = byId(name);
  dialog.showModal();
  if (name === 'outline') markHere(dialog);
  if (name === 'search') { byId('words').select(); search(); }
}

function markHere(dialog) {
  const links = [...dialog.querySelectorAll('a')];
  const places = links.map((link) => slideAt(decodeURIComponent(link.hash.slice(1))));
  const here = places.findLastIndex((place) => place <= state.slide);
  links.forEach((link, n) => {
    if (n === here) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
  links[here]?.focus();
  links[here]?.scrollIntoView({ block: 'center' });
}

/** Text of a slide as it is read, without what buttons say. */
function textOf(slide) {
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT, (node) => (
    node.parentElement.closest('.copy, .number') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode.data);
  return found.join(' ').replace(/\s+/g, ' ').trim();
}

function search() {
  index ??= slides.map((slide) => { const text = textOf(slide); return { text, lower: text.toLowerCase() }; });
  const words = byId('words').value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length === 0 ? [] : index.flatMap((entry, n) => (
    words.every((word) => entry.lower.includes(word)) ? [n] : []));
  const list = document.querySelector('.results');
  list.replaceChildren(...hits.slice(0, MOST).map((n) => hit(n, words)));
  const counted = hits.length === 1 ? '1 slide' : `${hits.length} slides`;
  document.querySelector('.found').textContent = words.length === 0 ? '' : counted;
}

function hit(n, words) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${slides[n].id}`;
  link.dataset.words = words[0];
  const title = document.createElement('b');
  title.textContent = slides[n].dataset.title;
  const where = document.createElement('span');
  where.className = 'detail';
  where.textContent = `  ${slides[n].dataset.number} ${chapters[chapterOf[n]]?.dataset.title ?? ''}`;
  link.append(title, where, excerpt(index[n], words[0]));
  item.append(link);
  return item;
}

function excerpt(entry, word) {
  const at = entry.lower.indexOf(word);
  const from = Math.max(0, at - 50);
  const mark = document.createElement('mark');
  mark.textContent = entry.text.slice(at, at + word.length);
  const line = document.createElement('p');
  line.append(from > 0 ? '…' : '', entry.text.slice(from, at), mark, entry.text.slice(at + word.length, at + 90));
  return line;
}

/** Open what hides a found word. */
function unfold(slide, word) {
  slide.querySelectorAll('details.help').forEach((each) => {
    if (each.textContent.toLowerCase().includes(word)) each.open = true;
  });
}

function follow(link) {
  const id = decodeURIComponent(link.hash.slice(1));
  const place = slideAt(id);
  if (place < 0) return false;
  document.querySelectorAll('dialog[open]').forEach((each) => each.close());
  const word = link.dataset.words;
  if (isShow()) go(place, word === undefined ? 0 : lastPart(place));
  else slides[place].scrollIntoView();
  if (word !== undefined) unfold(slides[place], word);
  slides[place].focus({ preventScroll: true });
  return true;
}

// What a reader does on a slide: copy a command, answer a quiz.
async function copy(button) {
  const code = button.closest('.unit, .code').querySelector('pre').textContent;
  const done = await copied(code);
  button.textContent = done ? 'copied' : 'select it';
  button.classList.add('done');
  say(done ? 'Copied' : 'The browser does not let this page copy: select the text');
  setTimeout(() => { button.textContent = 'copy'; button.classList.remove('done'); }, 2000);
}

async function copied(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch { return copiedByHand(words); }
}

/** The way for pages that came over plain HTTP. */
function copiedByHand(words) {
  const area = document.createElement('textarea');
  area.value = words;
  area.className = 'hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

function prepareQuiz(quiz) {
  const inputs = [...quiz.querySelectorAll('input')];
  if (inputs.length === 0) return;
  if (inputs[0].type === 'radio') {
    inputs.forEach((input) => input.addEventListener('change', () => judge(quiz, inputs)));
    return;
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'check';
  button.textContent = 'Answer';
  button.addEventListener('click', () => judge(quiz, inputs));
  quiz.querySelector('fieldset').append(button);
  inputs.forEach((input) => input.addEventListener('change', () => forget(quiz)));
}

function forget(quiz) {
  quiz.querySelectorAll('.mark').forEach((mark) => { mark.textContent = ''; });
  quiz.querySelectorAll('label').forEach((label) => label.classList.remove('is-right', 'is-wrong'));
  quiz.querySelector('.outcome').textContent = '';
}

function judge(quiz, inputs) {
  forget(quiz);
  const isRight = (input) => input.dataset.right === 'yes';
  const good = inputs.every((input) => input.checked === isRight(input));
  for (const input of inputs.filter((each) => each.checked)) {
    input.closest('label').classList.add(isRight(input) ? 'is-right' : 'is-wrong');
    input.closest('label').querySelector('.mark').textContent = isRight(input) ? '✓ right' : '✗ not right';
  }
  const outcome = quiz.querySelector('.outcome');
  const missing = inputs.some((input) => isRight(input) && !input.checked);
  quiz.querySelector('details').open = good;
  outcome.className = good ? 'outcome good' : 'outcome bad';
  outcome.textContent = good ? '✓ right' : '✗ not right';
  const partly = missing && inputs.every((input) => !input.checked || isRight(input));
  say(good ? 'Right' : partly ? 'Not all of them yet' : 'Not right');
  if (!good) verdict(quiz, partly ? '– not all of them yet' : '✗ not right, try again');
}

/** A line under the answers, while the right ones stay folded away. */
function verdict(quiz, words) {
  let line = quiz.querySelector('.verdict');
  if (line === null) {
    line = document.createElement('p');
    line.className = 'verdict detail';
    quiz.querySelector('fieldset').append(line);
  }
  line.textContent = words;
}

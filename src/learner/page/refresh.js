// Puts the newer page in the place of this one: what was opened stays open, what was scrolled stays.
const every = 5000;
const keyed = () => document.querySelectorAll('details[data-key]');
async function renew() {
  if (!document.hidden && !String(document.getSelection())) {
    try {
      const answer = await fetch(location.pathname, { cache: 'no-store' });
      if (!answer.ok) throw new Error(await answer.text());
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      replace(next);
    } catch (error) {
      document.querySelector('[role=status]').textContent = `Not renewed: ${error.message}`;
    }
  }
  setTimeout(renew, every);
}
function replace(next) {
  const open = new Set();
  for (const one of keyed()) if (one.open) open.add(one.dataset.key);
  const focused = document.activeElement?.closest('details[data-key]')?.dataset.key;
  const scrolled = new Map();
  for (const one of keyed()) {
    const box = one.querySelector(':scope > pre, :scope > .scroll');
    if (box?.scrollTop) scrolled.set(one.dataset.key, box.scrollTop);
  }
  for (const part of ['.files', 'main']) {
    document.querySelector(part).replaceWith(next.querySelector(part));
  }
  for (const one of keyed()) {
    one.open = open.has(one.dataset.key);
    if (one.dataset.key === focused) one.querySelector('summary').focus({ preventScroll: true });
    const top = scrolled.get(one.dataset.key);
    if (top) one.querySelector(':scope > pre, :scope > .scroll').scrollTop = top;
  }
}
setTimeout(renew, every);

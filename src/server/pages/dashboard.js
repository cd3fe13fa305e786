/** The dashboard: asks for /v1/activity every two seconds and draws it. */
import { ask, byId, keepToken, make, short } from './elements.js';

const everyMs = 2_000;

async function refresh() {
  let activity;
  try {
    const answer = await ask('/v1/activity');
    byId('login').hidden = answer.status !== 401;
    if (!answer.ok) throw new Error(answer.status === 401 ? 'token needed' : `${answer.status}`);
    activity = await answer.json();
  } catch (error) {
    byId('state').textContent = `no answer: ${error.message}`;
    byId('state').className = 'bad';
    return;
  }
  byId('state').textContent = `serving for ${span(activity.now - activity.since)}`;
  byId('state').className = 'good';
  drawTiles(activity);
  drawHour(activity);
  drawVerifiers(activity.verifiers);
  drawSandbox(activity.sandbox);
  drawRecent(activity.recent);
}

function drawTiles({ minutes, queued, max_queued, waiting, running, now, verifiers }) {
  const last = minutes.at(-1);
  const before = minutes.at(-2);
  const fresh = (now - last.at) / 60_000;
  const of = (minute) => (minute ? minute.scored + minute.unscorable : 0);
  const carried = before && before.at === last.at - 60_000 ? of(before) * (1 - fresh) : 0;
  const all = Object.values(verifiers);
  const sum = (name) => all.reduce((total, verifier) => total + verifier[name], 0);
  const tiles = [
    ['verdicts a second', short((of(last) + carried) / 60), 'over the last minute'],
    ['queue', short(queued), `of ${short(max_queued)}`],
    ['waiting', short(waiting.pure + waiting.sandbox), `${waiting.sandbox} for the sandbox`],
    ['programs running', short(running), ''],
    ['scored', short(sum('scored')), 'since the start'],
    ['unscorable', short(sum('unscorable')), 'never counted as 0'],
  ];
  byId('tiles').replaceChildren(
    ...tiles.map(([name, value, note]) =>
      make('div', {}, make('dt', {}, name), make('dd', {}, value, make('small', {}, note))),
    ),
  );
}

function drawHour({ minutes, now }) {
  const first = Math.floor(now / 60_000) * 60_000 - 59 * 60_000;
  const slots = Array.from({ length: 60 }, (_, i) =>
    minutes.find(({ at }) => at === first + i * 60_000),
  );
  const most = Math.max(1, ...minutes.map((m) => m.scored + m.unscorable));
  const bars = slots.flatMap((slot, i) => {
    if (!slot) return [];
    const height = (count) => (130 * count) / most;
    const bar = (name, count, base) =>
      make('rect', {
        class: name,
        x: i * 10 + 1,
        width: 8,
        y: 135 - height(base + count),
        height: height(count),
      });
    return [
      bar('scored', slot.scored, 0),
      bar('unscorable', slot.unscorable, slot.scored),
      bar('flagged', slot.flagged, 0),
    ];
  });
  const sum = (name) => minutes.reduce((total, minute) => total + minute[name], 0);
  byId('hour').replaceChildren(byId('hour-name'), ...bars);
  byId('hour-said').textContent =
    `${short(sum('scored'))} scored, ${short(sum('unscorable'))} unscorable, ${short(sum('flagged'))} flagged, ${short(sum('refused'))} requests refused; at most ${short(most)} a minute. `;
}

function drawVerifiers(verifiers) {
  const names = Object.keys(verifiers).sort();
  if (names.length === 0) return;
  byId('verifiers').replaceChildren(...names.map((name) => card(name, verifiers[name])));
}

function card(name, { scored, unscorable, mean_reward, rewards, causes, flags }) {
  const most = Math.max(1, ...rewards);
  const bars = rewards.map((count, i) => {
    const height = count === 0 ? 0 : Math.max(1, (48 * count) / most);
    const said = i === 10 ? 'full marks' : `${i / 10} to ${(i + 1) / 10}`;
    const at = { class: 'scored', x: i * 18 + 1, width: 16, y: 50 - height, height };
    return make('rect', at, make('title', {}, `${said}: ${count}`));
  });
  const said = `rewards of ${name}: ${rewards.map((count, i) => `${i / 10}: ${count}`).join(', ')}`;
  const histogram = make('svg', {
    ...{ viewBox: '0 0 198 50', preserveAspectRatio: 'none' },
    ...{ role: 'img', 'aria-label': said },
  });
  histogram.append(...bars);
  const counts = (title, of) => {
    const rows = Object.entries(of).sort((a, b) => b[1] - a[1]);
    if (rows.length === 0) return [];
    const items = rows
      .slice(0, 8)
      .map(([what, n]) => make('li', {}, `${what} `, make('b', {}, short(n))));
    return [make('h4', {}, title), make('ul', {}, ...items)];
  };
  return make(
    'article',
    {},
    make('h3', {}, name),
    make(
      'p',
      {},
      `mean reward ${short(mean_reward)} over ${short(scored)}; ${short(unscorable)} unscorable`,
    ),
    histogram,
    ...counts('causes', causes),
    ...counts('flags', flags),
  );
}

function drawSandbox(languages) {
  const groups = Map.groupBy(Object.entries(languages ?? {}), ([, level]) => level);
  byId('sandbox').textContent =
    languages === null
      ? 'The sandbox opens with the first program.'
      : [...groups]
          .map(([level, of]) => `${level}: ${of.map(([name]) => name).join(', ')}`)
          .join(' · ');
}

function drawRecent(recent) {
  byId('recent').replaceChildren(
    ...recent.map(({ at, route, status, samples, mean_reward, ms }) => {
      const time = new Date(at).toLocaleTimeString();
      const cells = [
        time,
        route,
        status,
        samples || '',
        samples ? short(mean_reward) : '',
        short(ms),
      ];
      return make('tr', {}, ...cells.map((cell) => make('td', {}, String(cell))));
    }),
  );
}

function span(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  keepToken(byId('token').value);
  void refresh();
});

void refresh();
setInterval(() => {
  if (document.visibilityState === 'visible') void refresh();
}, everyMs);

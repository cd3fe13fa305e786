/** A run's page in a real browser: it fits, nothing of a rollout is markup, a live one renews itself. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { runPage, servePage } from '../../../src/learner/page/index.ts';
import { executablePath } from '../../support/chromium.ts';
import { makeRun } from './made.ts';

const shots = process.env.ASSAY_SCREENSHOTS;

const folder = mkdtempSync(join(tmpdir(), 'assay-run-page-'));
const long = join(folder, 'long');
const short = join(folder, 'short');
before(async () => {
  await makeRun(long, { steps: 3000 });
  await makeRun(short, { steps: 40, every: 15, rollouts: 20 });
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the page of a run', () => {
  it('is the same for the same run, small, and without a script or a token', async () => {
    const text = await runPage(long);
    assert.equal(await runPage(long), text);
    assert.ok(text.length < 1 << 20, `${text.length} characters`);
    for (const none of ['<script', 'not-to-be-seen', 'connect-src'])
      assert.ok(!text.includes(none), none);
    assert.match(text, /default-src &#39;none&#39;; style-src &#39;sha256-/);
  });

  it('tells of the spike that it does not draw in full, and of resets and stages', async () => {
    const text = await runPage(long);
    assert.match(text, /1 value lies beyond the scale, the greatest 812 at step 1,234\./);
    assert.match(text, /reset by step: 600, 1,200, 1,800, 2,400, 3,000</);
    assert.match(text, /a stage began: long from step 501</);
  });

  it('makes do with what is there and odd, and refuses what is no run', async () => {
    const odd = join(folder, 'odd');
    await mkdir(join(odd, 'rollouts'), { recursive: true });
    await assert.rejects(runPage(odd), /Expected the directory of a run/);
    await assert.rejects(runPage(join(folder, 'nowhere')), /Expected the directory of a run/);
    await writeFile(join(odd, 'config.json'), '{"config": [');
    assert.match(await runPage(odd), /No step yet/);
    const lines = [
      '{"step":1,"stage":"a","kind":"step","metrics":{"critic/score/mean":null,"actor/entropy":1}}',
      '{"step":2,"stage":"a","kind":"step","metrics":{"critic/score/mean":0.5}}',
      ...['no json', '[]', '{"step":-1}', '{"step":1e99,"kind":"step","metrics":{}}', 'null'],
      '{"step":3,"sta',
    ];
    await writeFile(join(odd, 'metrics.jsonl'), lines.join('\n'));
    await writeFile(join(odd, 'rollouts', 'step-00000001.jsonl'), '{"score":"x"}\n{}\nbroken\n');
    const text = await runPage(odd);
    assert.match(text, /5 lines of them could not be read/);
    assert.match(text, / 1 lines could not be read/);
    assert.match(text, /Entropy/);
  });

  it('reads some of very many rollouts, and says so', async () => {
    const many = join(folder, 'many');
    await makeRun(many, { steps: 300, rollouts: 1 });
    const text = await runPage(many);
    assert.match(text, /over the rollouts of 76 of 300 steps/);
    assert.match(text, /10 of 300 steps that have them/);
    assert.match(text, />Step 300</);
    assert.ok(text.length < 1 << 20, `${text.length} characters`);
  });
});

describe('in a browser', { skip: executablePath ? false : 'chromium is not installed' }, () => {
  let browser: Browser;
  let url: string;
  const complaints: string[] = [];
  before(async () => {
    browser = await chromium.launch({
      executablePath: executablePath as string,
      args: ['--no-sandbox'],
    });
    const path = join(folder, 'long.html');
    await writeFile(path, await runPage(long));
    url = pathToFileURL(path).href;
  });
  after(() => browser?.close());

  async function open(address: string, width: number, colorScheme: 'light' | 'dark') {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (sent) => {
      if (!/^(?:file|data):|^http:\/\/127\.0\.0\.1:\d+\/$/.test(sent.url()))
        complaints.push(sent.url());
    });
    await page.goto(address);
    return page;
  }
  const openAll = (page: Page) =>
    page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');

  for (const [name, width] of [
    ['desk', 1200],
    ['phone', 360],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`fits, shut and open: ${name}, ${scheme}`, async () => {
        const page = await open(url, width, scheme);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        if (shots) await page.screenshot({ path: `${shots}/run-${name}-${scheme}.png` });
        await openAll(page);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        assert.equal(ground, scheme === 'dark' ? 'rgb(21, 24, 27)' : 'rgb(251, 250, 247)');
        const line = await page.evaluate(
          'getComputedStyle(document.querySelector("svg polyline.c0")).stroke',
        );
        assert.equal(line, scheme === 'dark' ? 'rgb(111, 179, 210)' : 'rgb(47, 111, 143)');
      });
    }
  }

  it('shows rollouts as text alone', async () => {
    const page = await open(url, 1200, 'light');
    await openAll(page);
    assert.equal(await page.locator('script, img, iframe').count(), 0);
    assert.equal(await page.evaluate('globalThis.hacked'), undefined);
    const shown = page.locator('pre', { hasText: '<script>globalThis.hacked=1</script>' });
    assert.ok((await shown.count()) > 0);
    assert.ok((await shown.locator('.unseen', { hasText: 'U+202E' }).count()) > 0);
    assert.ok((await page.getByText(/… \d+ characters …/).count()) > 0, 'long ones are cut');
  });

  it('names its charts, and their tables hold what is drawn', async () => {
    const page = await open(url, 1200, 'light');
    const names = ['Reward', 'pass@k: sorting', 'pass@k: backward', 'KL', 'Entropy'];
    names.push('Clip fraction', 'Response length', 'Gradient norm', 'Learning rate', 'Hack signs');
    for (const name of names) {
      const picture = page.getByRole('img', { name: `${name} by step` });
      assert.equal(await picture.count(), 1, name);
      assert.equal(await picture.locator('line.reset').count(), 5, name);
      assert.equal(await picture.locator('line.stage').count(), 1, name);
      assert.ok((await picture.locator('polyline').count()) > 0, name);
    }
    await page.getByText('As a table').nth(names.indexOf('Gradient norm')).click();
    const table = page.getByRole('region', { name: 'Table of Gradient norm' });
    assert.match(await table.innerText(), /to 812\)/);
  });

  it('lists hack signs, causes, verdicts and settings', async () => {
    const page = await open(url, 1200, 'light');
    const sign = page.locator('details.sign', { hasText: 'Flagged: hedged' });
    await sign.locator('summary').first().click();
    assert.match(await sign.innerText(), /flag hedged/);
    const causes = page.getByRole('region', { name: 'Causes' }).getByRole('table').first();
    assert.match(await causes.innerText(), /sandbox_unavailable/);
    const step = page.locator('#rollouts details.sign').first();
    await step.locator('summary').first().click();
    assert.match(await step.innerText(), /Step 3,000[\s\S]*equal · \d+ tokens · advantage \+/);
    const settings = page.locator('#settings');
    assert.match(await settings.innerText(), /prorl-v2[\s\S]*number_sorting/);
    assert.match(await settings.innerText(), /cool\s+to come/);
  });

  it('renews itself while it is served; what was opened stays open', async () => {
    await using server = await servePage(short);
    const page = await open(server.url, 1200, 'light');
    assert.match(await page.locator('.tiles').innerText(), /Step\s+40/);
    const step = page.locator('#rollouts details.sign').first();
    await step.locator('summary').first().click();
    const line = { step: 41, stage: 'warm', kind: 'step', metrics: { 'critic/score/mean': 0.5 } };
    await appendFile(join(short, 'metrics.jsonl'), `${JSON.stringify(line)}\n`);
    await page.locator('.tiles', { hasText: /Step\s*41/ }).waitFor({ timeout: 15_000 });
    assert.equal(await page.locator('#rollouts details.sign[open]').count(), 1);
    await page.close();
  });

  it('has no error and asks nothing of others', () => {
    assert.deepEqual(complaints, []);
  });
});

describe('assay runs', () => {
  const command = join(import.meta.dirname, '../../../bin/assay.js');
  const assay = (...args: string[]) =>
    new Promise<{ code: unknown; told: string }>((resolve) => {
      execFile(process.execPath, [command, 'runs', ...args], (error, _, told) =>
        resolve({ code: error?.code ?? 0, told }),
      );
    });

  it('writes the file whole, and says what is wrong', async () => {
    const file = join(folder, 'written.html');
    assert.equal((await assay(short, '--html', file)).code, 0);
    assert.match(readFileSync(file, 'utf8'), /^<!doctype html>[\s\S]*<\/html>\n$/);
    const none = await assay(join(folder, 'nowhere'), '--html', file);
    assert.equal(none.code, 2);
    assert.match(none.told, /Expected the directory of a run/);
    assert.match((await assay(short)).told, /Expected --html FILE or --serve/);
    assert.equal((await assay(short, '--serve', '--port', '99999')).code, 2);
  });
});

describe('the live page', () => {
  it('answers on this machine by its names alone, GET / alone', async () => {
    await using server = await servePage(short);
    const { port, hostname } = new URL(server.url);
    assert.equal(hostname, '127.0.0.1');
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      new Promise<{ status: number | undefined; policy: unknown }>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
          response.resume();
          const policy = response.headers['content-security-policy'];
          response.on('end', () => resolve({ status: response.statusCode, policy }));
        })
          .on('error', reject)
          .end();
      });
    const good = await ask('/');
    assert.equal(good.status, 200);
    assert.match(
      `${good.policy}`,
      /script-src 'sha256-[^']+'; connect-src 'self'.*frame-ancestors/,
    );
    assert.equal((await ask('/', { host: `localhost:${port}` })).status, 200);
    assert.equal((await ask('/', { host: 'evil.example' })).status, 403);
    assert.equal((await ask('/', { host: 'localhost.evil.example' })).status, 403);
    assert.equal((await ask('/metrics.jsonl')).status, 404);
    assert.equal((await ask('/', {}, 'POST')).status, 405);
    assert.equal((await ask('/', {}, 'HEAD')).status, 200);
  });

  it('keeps what it read of a rollouts file until the file changes', async () => {
    const { readRollouts } = await import('../../../src/learner/page/rollouts.ts');
    const cache = new Map();
    const [first] = (await readRollouts(short, cache)).read;
    assert.equal((await readRollouts(short, cache)).read[0], first);
    const path = join(short, 'rollouts', 'step-00000020.jsonl');
    const { size } = statSync(path);
    await appendFile(path, '{"group":99,"score":1,"cause":"equal"}\n');
    assert.ok(statSync(path).size > size);
    assert.equal((await readRollouts(short, cache)).read[0]?.rows, (first?.rows ?? 0) + 1);
    assert.equal(cache.size, 2);
  });

  it('refuses a folder that is no run', async () => {
    await assert.rejects(servePage(join(folder, 'nowhere')), /Expected the directory of a run/);
  });
});

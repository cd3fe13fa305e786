/** The report in a real browser: nothing of a row is markup, it fits a phone, it can be read and heard. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openReport } from '../../src/report/index.ts';
import { executablePath } from '../support/chromium.ts';
import { mixed } from './rows.ts';

const shots = process.env.ASSAY_SCREENSHOTS;

const folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function write(name: string, rows: number): Promise<string> {
  const path = join(folder, name);
  const report = await openReport(path);
  for (const row of mixed(rows)) report.add(row);
  await report.commit();
  return path;
}

describe('the report file', () => {
  it('is there when it is whole, and never else', async () => {
    const path = join(folder, 'aborted.html');
    const report = await openReport(path);
    for (const row of mixed(10)) report.add(row);
    await report.abort();
    assert.deepEqual(readdirSync(folder), []);
    await assert.rejects(openReport(join(folder, 'no/such/folder.html')), /ENOENT/);
  });

  it('is the same for the same rows, and tells of no rows', async () => {
    const [a, b] = [await write('a.html', 2_000), await write('b.html', 2_000)];
    assert.equal(readFileSync(a, 'utf8'), readFileSync(b, 'utf8'));
    assert.match(readFileSync(await write('none.html', 0), 'utf8'), /no rows/);
  });

  it('needs no more memory or room for more rows', async () => {
    const small = statSync(await write('small.html', 5_000)).size;
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const large = statSync(await write('large.html', 100_000)).size;
    assert.ok(large < 1.2 * small, `${small} bytes, then ${large}`);
    globalThis.gc?.();
    assert.ok(process.memoryUsage().heapUsed - before < 100 << 20);
  });
});

describe('the report', { skip: executablePath ? false : 'chromium is not installed' }, () => {
  let browser: Browser;
  let url: string;
  const complaints: string[] = [];
  before(async () => {
    browser = await chromium.launch({
      executablePath: executablePath as string,
      args: ['--no-sandbox'],
    });
    url = pathToFileURL(await write('page.html', 4_000)).href;
  });
  after(() => browser?.close());

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(url);
    return page;
  }

  for (const [name, width] of [
    ['desk', 1200],
    ['phone', 360],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`fits: ${name}, ${scheme}`, async () => {
        const page = await open(width, scheme);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        if (shots)
          await page.screenshot({ path: `${shots}/report-${name}-${scheme}.png`, fullPage: true });
        const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        assert.equal(ground, scheme === 'dark' ? 'rgb(21, 24, 27)' : 'rgb(251, 250, 247)');
      });
    }
  }

  it('says where to look first, and a link opens its examples, by keyboard', async () => {
    const page = await open(1200, 'light');
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate('document.activeElement.textContent'), /Skip/);
    const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts();
    assert.equal(headings[0], 'Where to look first');
    const link = page.getByRole('link', { name: 'The same number' });
    assert.equal(await page.locator('details.sign[open]').count(), 0);
    await link.focus();
    await page.keyboard.press('Enter');
    const opened = page.locator('details.sign[open]');
    await opened.waitFor();
    assert.match(await opened.innerText(), /1\{,\}234 against 1234/);
  });

  it('shows rows as text alone', async () => {
    const page = await open(1200, 'light');
    assert.equal(await page.locator('script, img, main b, iframe').count(), 0);
    assert.equal(await page.evaluate('globalThis.hacked'), undefined);
    assert.ok((await page.getByText('<script>globalThis.hacked=1</script>').count()) > 0);
    assert.ok((await page.locator('.unseen', { hasText: 'U+202E' }).count()) > 0);
  });

  it('names its charts and tables for those who hear it', async () => {
    const page = await open(360, 'dark');
    assert.equal(await page.getByRole('img', { name: /Histogram of rewards/ }).count(), 1);
    assert.equal(await page.getByRole('img', { name: /pass at k/ }).count(), 1);
    for (const name of [
      'Causes',
      'By verifier',
      'By data source',
      'Slowest rows',
      'Unscorable rows',
    ])
      assert.equal(await page.getByRole('region', { name }).getByRole('table').count(), 1, name);
    const row = page
      .getByRole('region', { name: 'By data source' })
      .getByRole('row', { name: /^taco/ });
    assert.match(await row.innerText(), /taco\s+250\s+250\s+1\.0000\s+100\.0 %\s+0\s+250/);
    const slow = page.getByRole('region', { name: 'Slowest rows' }).getByRole('row').nth(1);
    assert.match(await slow.innerText(), /train-003987\s+5,987/);
  });

  it('asks nothing of the network and has no error', () => {
    assert.deepEqual(complaints, []);
  });
});

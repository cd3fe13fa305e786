/** The dashboard in a real browser: it fills, the playground scores, nothing that came in is markup. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import { loadConfig } from '../../src/config.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';
import { post } from '../server/harness.ts';
import { executablePath } from '../support/chromium.ts';

const shots = process.env.ASSAY_SCREENSHOTS;

describe('the dashboard', { skip: executablePath ? false : 'chromium is not installed' }, () => {
  let server: RunningServer;
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    const config = loadConfig({}, { port: 0, threads: 1, token: 'open-sesame', sandbox: 'lazy' });
    server = await openServer(config, { log: pino({ level: 'silent' }) });
    browser = await chromium.launch({
      executablePath: executablePath as string,
      args: ['--no-sandbox'],
    });
    const sample = (response: string) => ({
      verifier: 'math',
      response,
      reference: { answer: '1' },
    });
    const samples = ['\\boxed{1}', '\\boxed{2}', '1 or 2', '<img src=x onerror=alert(0)>'].map(
      sample,
    );
    const headers = { authorization: 'Bearer open-sesame' };
    await post(`${server.url}/v1/score/batch`, { samples }, headers);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(
    path: string,
    colorScheme: 'light' | 'dark' = 'light',
    width = 1200,
  ): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 1500 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // the 401 before the token is given is expected
      if (message.type() === 'error' && !message.text().includes('401'))
        complaints.push(message.text());
    });
    await page.goto(server.url + path);
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel(/bearer token/).fill('open-sesame');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText(/serving for/).waitFor();
  }

  it('asks for the token, then shows what was scored', async () => {
    const page = await open('/');
    await signIn(page);
    await page.getByRole('heading', { name: 'math' }).waitFor();
    const card = page.locator('article', { hasText: 'math' });
    assert.match(await card.innerText(), /mean reward 0\.25 over 4/);
    assert.match(await card.innerText(), /ambiguous_answer/);
    assert.match(await page.locator('#recent').innerText(), /\/v1\/score\/batch\s+200\s+4/);
    if (shots) await page.screenshot({ path: `${shots}/light.png`, fullPage: true });
  });

  it('scores in the playground, by keyboard, and explains', async () => {
    const page = await open('/', 'dark');
    await signIn(page);
    await page.getByLabel('Response', { exact: true }).fill('<b>so</b> \\boxed{0.5}');
    await page.getByRole('button', { name: 'Score' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('reward 1').waitFor();
    const verdict = page.locator('#verdict');
    assert.match(await verdict.innerText(), /cause\s+equal/);
    assert.equal(await verdict.locator('b').count(), 0);
    await page.getByLabel('Reference (JSON)').fill('{');
    await page.getByRole('button', { name: 'Score' }).click();
    await page.getByText(/^reference:/).waitFor();
    if (shots) await page.screenshot({ path: `${shots}/dark.png`, fullPage: true });
  });

  it('describes the API', async () => {
    const page = await open('/docs');
    await page.getByRole('heading', { name: 'POST /v1/score/batch' }).waitFor();
    if (shots) await page.screenshot({ path: `${shots}/docs.png` });
  });

  it('fits a phone', async () => {
    const wide = 'document.documentElement.scrollWidth';
    const dashboard = await open('/', 'light', 360);
    await signIn(dashboard);
    await dashboard.getByRole('heading', { name: 'math' }).waitFor();
    assert.equal(await dashboard.evaluate(wide), 360);
    const docs = await open('/docs', 'light', 360);
    await docs.getByRole('heading', { name: 'POST /v1/score/batch' }).waitFor();
    await docs.evaluate(
      'document.querySelectorAll("details").forEach((one) => { one.open = true; })',
    );
    assert.equal(await docs.evaluate(wide), 360);
  });

  it('has no error on the console, and answers NeMo Gym at the root', async () => {
    assert.deepEqual(complaints, []);
    const answer = await fetch(server.url, { headers: { accept: 'application/json' } });
    assert.deepEqual(await answer.json(), { status: 'ok' });
  });
});

/** What an audit says of servers that are good, and of servers that are bad in one way each. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import { dialects } from '../../src/audit/dialects/index.ts';
import { isClean, renderAudit } from '../../src/audit/matrix.ts';
import { auditPage } from '../../src/audit/page.ts';
import { type AuditOptions, audit } from '../../src/audit/run.ts';
import { loadConfig } from '../../src/config.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';
import { executablePath } from '../support/chromium.ts';

const noChromium = executablePath ? false : 'chromium is not installed';

const short: Omit<AuditOptions, 'url'> = {
  languages: ['python'],
  testS: 1,
  concurrency: 4,
  loadS: 0,
};

describe('a good server', () => {
  let server: RunningServer;
  before(async () => {
    const config = loadConfig({}, { port: 0, threads: 1 });
    server = await openServer(config, { log: pino({ level: 'silent' }) });
  });
  after(() => server.close());

  it('is clean of exploits and wrong answers, and its protocol is found out', async () => {
    const found = await audit({ ...short, url: server.url, suites: ['exploits', 'answers'] });
    assert.equal(found.dialect, 'assay');
    assert.ok(found.findings.length > 90);
    assert.ok(isClean(found), renderAudit(found));
  });

  it('is asked in every protocol', async () => {
    for (const { name } of dialects) {
      const found = await audit({ ...short, url: server.url, dialect: name, suites: [] });
      assert.equal(found.dialect, name);
      assert.ok(found.alive);
    }
  });

  it('is measured at each concurrency', async () => {
    const found = await audit({ ...short, url: server.url, suites: [], loadS: 1 });
    assert.deepEqual(
      found.load.map(({ concurrency }) => concurrency),
      [1, 4, 16, 64],
    );
    assert.ok(found.load.every(({ answered, failed }) => answered > 0 && failed === 0));
  });
});

describe('a bad server', () => {
  /** One that speaks as Assay does and says `reply` to all but a right program. */
  async function against(reply: RequestListener, options: Partial<AuditOptions> = {}) {
    const server = createServer((req, res) => {
      let text = '';
      req.on('data', (chunk) => {
        text += chunk;
      });
      req.on('end', () => {
        if (!/int\(input\(\)\) \* 2/.test(text)) return reply(req, res);
        res.end(JSON.stringify({ status: 'scored', reward: 1 }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return await audit({ ...short, url, concurrency: 32, ...options });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const say =
    (body: object): RequestListener =>
    (_req, res) =>
      res.end(JSON.stringify(body));

  it('that rewards everything is told so', async () => {
    const found = await against(say({ status: 'scored', reward: 1 }));
    const exploits = found.findings.filter(({ suite }) => suite === 'exploits');
    assert.ok(exploits.every(({ outcome }) => outcome === 'rewarded'));
    assert.ok(!isClean(found));
    assert.match(
      renderAudit(found),
      /rewarded {2}exploits\/py-eq-fn: equals everything \(reward 1\)/,
    );
  });

  it('that refuses right programs is told so', async () => {
    const found = await against(say({ status: 'scored', reward: 0 }));
    const idioms = found.findings.filter(({ suite }) => suite === 'idioms');
    assert.ok(idioms.every(({ outcome }) => outcome === 'refused'));
  });

  it('that hangs, fails, breaks or has no reward is told so', async () => {
    const kinds: readonly (readonly [string, RequestListener])[] = [
      ['hung', () => {}],
      ['failed', (_req, res) => res.writeHead(500).end('{}')],
      ['failed', (req) => req.socket.destroy()],
      ['failed', (_req, res) => res.end('<b>no JSON</b>')],
      ['failed', say({ status: 'scored', reward: 'much' })],
      ['unscored', say({ status: 'unscorable', reward: null, cause: 'overloaded' })],
    ];
    for (const [outcome, reply] of kinds) {
      const found = await against(reply, { suites: ['hangs'], testS: 0.05, marginMs: 300 });
      assert.ok(found.findings.length > 10);
      assert.ok(
        found.findings.every((one) => one.outcome === outcome),
        outcome,
      );
    }
  });

  it('cannot write into the page', async () => {
    const found = await against(
      say({ status: 'unscorable', cause: '<img src=x onerror=alert(1)>' }),
    );
    const page = auditPage(found);
    assert.doesNotMatch(page, /<img/);
    assert.match(page, /&lt;img/);
  });

  it('is told on a page that fits a phone', { skip: noChromium }, async () => {
    const found = await against(say({ status: 'scored', reward: 1 }), { suites: ['exploits'] });
    await using browser = await chromium.launch({
      executablePath: executablePath as string,
      args: ['--no-sandbox'],
    });
    const page = await browser.newPage({ viewport: { width: 360, height: 900 } });
    await page.setContent(auditPage(found));
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
    assert.equal(await page.getByRole('region', { name: 'What was found' }).count(), 1);
    assert.match(await page.getByRole('region', { name: 'Cases by family' }).innerText(), /exit/);
  });
});

describe('the command', () => {
  const run = (...args: readonly string[]) => {
    const main = new URL('../../bin/assay.js', import.meta.url).pathname;
    return spawnSync(process.execPath, [main, 'audit', ...args], { encoding: 'utf8' });
  };
  it('refuses other machines and what it does not understand', () => {
    const refused: readonly (readonly [RegExp, readonly string[]])[] = [
      [/on this machine, got 192\.0\.2\.1; --allow-remote/, ['http://192.0.2.1:80']],
      [/Expected an address/, ['file:///etc/passwd']],
      [/--suites: Expected some of/, ['http://127.0.0.1:1', '--suites', 'all']],
      [
        /--concurrency: Expected a number from 1 to 64/,
        ['http://127.0.0.1:1', '--concurrency', '1e3'],
      ],
    ];
    for (const [told, args] of refused) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, told);
    }
  });
  it('says when nobody answers', () => {
    const { status, stderr } = run('http://127.0.0.1:1');
    assert.equal(status, 1);
    assert.match(stderr, /Expected a server that rewards a right program/);
  });
});

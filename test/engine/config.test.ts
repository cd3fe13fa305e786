/** The configuration, and the sentences that refuse one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentName, loadConfig } from '../../src/config.ts';
import { AssayError, type ErrorEntry, errorTable } from '../../src/errors.ts';

/** Environment, flags, what the refusal says. */
const refused: readonly [Record<string, string>, Record<string, unknown>, RegExp][] = [
  [{ ASSAY_PORT: 'http' }, {}, /^Expected ASSAY_PORT to be a number, got the string "http"$/],
  [{ ASSAY_PORT: '65536' }, {}, /ASSAY_PORT to be a number of at most 65535/],
  [{}, { port: '-1' }, /^Expected port to be/],
  [{ ASSAY_BODY_LIMIT: 'much' }, {}, /ASSAY_BODY_LIMIT to be a size such as 65536, 64k or 16MiB/],
  [{ ASSAY_MIN_LEVEL: 'moat' }, {}, /ASSAY_MIN_LEVEL to be one of "isolate", "namespaces"/],
  [{ ASSAY_THREADS: '0' }, {}, /ASSAY_THREADS to be a number of at least 1/],
  [{ ASSAY_DEADLINE_MS: '99999999999' }, {}, /ASSAY_DEADLINE_MS to be a number of at most/],
];

describe('the configuration', () => {
  it('is safe by default', () => {
    const config = loadConfig({});
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 8080);
    assert.equal(config.token, undefined);
    assert.ok(Object.isFrozen(config));
  });

  it('takes the environment, and flags over it', () => {
    const environment = {
      ASSAY_PORT: '9000',
      ASSAY_BODY_LIMIT: '2MiB',
      ASSAY_TOKEN: '',
      HOME: '/',
    };
    const config = loadConfig(environment, { port: '9001', host: undefined });
    assert.equal(config.port, 9001);
    assert.equal(config.bodyLimit, 2 << 20);
    assert.equal(config.token, undefined);
    assert.equal(environmentName('sandboxConcurrency'), 'ASSAY_SANDBOX_CONCURRENCY');
  });

  for (const [environment, flags, message] of refused) {
    it(`refuses ${JSON.stringify({ ...environment, ...flags })}`, () => {
      assert.throws(
        () => loadConfig(environment, flags),
        (error) => {
          assert.ok(error instanceof AssayError);
          assert.equal(error.code, 'config_invalid');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});

describe('the error table', () => {
  it('has a status for every code, and a wait for what may pass', () => {
    for (const [code, { status, retry = false }] of Object.entries<ErrorEntry>(errorTable)) {
      assert.ok(status >= 400 && status < 600, code);
      assert.equal(retry, status === 503 || status === 429, code);
    }
  });
});

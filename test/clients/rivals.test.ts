/**
 * The trainers' own clients, written after what they publish of themselves: what they send, how long
 * they wait, what they try again, and what they make of an answer. Each gets the right reward from an
 * idle service and, after its tries, from one that was busy at first; none ever takes a fault for 0.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';

interface Http {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each client reads its own protocol
  readonly body: any;
}

async function send(url: string, body: unknown, timeoutMs: number): Promise<Http> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** What a client makes of a sample: its reward, or `left out` of the learning. */
type Learned = number | 'left out';

interface Client {
  readonly name: string;
  /** @param right whether the answer that is sent is right */
  ask(url: string, right: boolean): Promise<Learned>;
  /** What it learns from a sample that came while the service was busy all the time. */
  readonly whenBusy: Learned | 'raises';
}

/** verl: one request a test; 504 alone is tried again, 3 tries, 1 s then 2 s; all else fails the test. */
const verlSandboxFusion: Client = {
  name: 'verl, sandbox fusion',
  async ask(url, right) {
    const code = right ? 'print(int(input()) * 2)' : 'print(0)';
    const tests = [
      ['21\n', '42\n'],
      ['4\n', '8\n'],
    ] as const;
    let passed = 0;
    for (const [stdin, expected] of tests) {
      let answer: Http | undefined;
      for (let attempt = 0; attempt < 3; attempt++) {
        answer = await send(
          `${url}/run_code`,
          {
            compile_timeout: 10,
            run_timeout: 10,
            code,
            stdin,
            memory_limit_MB: 1_024,
            language: 'python',
            files: {},
            fetch_files: [],
          },
          30_000,
        );
        if (answer.status !== 504) break;
        if (attempt < 2) await sleep(1_000 * (attempt + 1));
      }
      if (answer?.status !== 200) throw new Error(`api_error: HTTP ${answer?.status}`);
      const { status, run_result: run } = answer.body;
      assert.ok(['Success', 'Failed'].includes(status), status);
      const out = String(run?.stdout ?? '');
      const same = out.replace(/\n+$/, '') === expected.replace(/\n+$/, '');
      if (status === 'Success' && run.status === 'Finished' && same) passed++;
    }
    return passed / tests.length;
  },
  whenBusy: 'raises',
};

/** ScaleBox's client for verl: one request a sample, 504 tried again. */
const scalebox: Client = {
  name: 'verl, ScaleBox',
  async ask(url, right) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status, body } = await send(
        `${url}/common_evaluate_batch`,
        {
          completion: `\`\`\`python\nprint(int(input()) * ${right ? 2 : 3})\n\`\`\``,
          config: {
            language: 'python',
            compile_timeout: 10,
            run_timeout: 10,
            provided_data: {
              test_cases: {
                type: 'stdin_stdout',
                input: ['21\n', '4\n'],
                output: ['42\n', '8\n'],
                fn_name: null,
              },
            },
            extra: { run_all_cases: true },
          },
        },
        300_000,
      );
      if (status === 504) {
        await sleep(1_000 * (attempt + 1));
        continue;
      }
      if (status !== 200) break;
      const tests = body.tests as readonly { passed: boolean }[];
      return tests.filter(({ passed }) => passed).length / tests.length;
    }
    throw new Error('api_error');
  },
  whenBusy: 'raises',
};

/** OpenRLHF: 5 tries, 1 s apart, after whatever is not 2xx; null leaves the sample without a reward. */
const openRlhf: Client = {
  name: 'OpenRLHF',
  async ask(url, right) {
    const query = `<|im_start|>user\nTwice 21?<|im_end|>\n<|im_start|>assistant\nIt is \\boxed{${right ? 42 : 43}}.<|im_end|>`;
    const prompts = ['<|im_start|>user\nTwice 21?<|im_end|>\n<|im_start|>assistant\n'];
    for (let attempt = 0; attempt < 5; attempt++) {
      const { status, body } = await send(
        `${url}/get_reward`,
        { query: [query], prompts, labels: ['42'] },
        180_000,
      );
      if (status >= 200 && status < 300) {
        for (const values of Object.values(body.extra_logs ?? {})) {
          const all = Array.isArray(values) ? values : [values];
          assert.ok(
            all.every((value) => typeof value === 'number'),
            'torch.tensor takes numbers',
          );
        }
        return body.rewards?.[0] ?? 'left out';
      }
      await sleep(1_000);
    }
    return 'left out';
  },
  whenBusy: 'left out',
};

/** slime and miles: the body is the reward; 10 tries, 2^k s apart; then the run is over. */
const slime: Client = {
  name: 'slime',
  async ask(url, right) {
    for (let attempt = 0; attempt < 10; attempt++) {
      const { status, body } = await send(
        `${url}/rm`,
        { prompt: 'Twice 21?', response: `\\boxed{${right ? 42 : 43}}`, label: '42' },
        120_000,
      );
      if (status >= 200 && status < 300) return Number(body);
      await sleep(Math.min(1_000 * 2 ** attempt, 2_000));
      if (attempt === 4) break; // shorter than the real one, so that a test ends
    }
    throw new Error('remote_rm failed');
  },
  whenBusy: 'raises',
};

/** NeMo Gym: whatever is not 2xx fails the rollout, and nothing is tried again. */
const nemoGym: Client = {
  name: 'NeMo Gym',
  async ask(url, right) {
    const row = { question: 'Twice 21?', expected_answer: '42', extra_column: { kept: true } };
    const seeded = await send(`${url}/seed_session`, row, 60_000);
    assert.equal(seeded.status, 200);
    const text = `It is \\boxed{${right ? 42 : 43}}.`;
    const { status, body } = await send(
      `${url}/verify`,
      {
        ...row,
        responses_create_params: { input: [{ role: 'user', content: 'Twice 21?' }] },
        response: {
          id: 'r',
          created_at: 1,
          model: 'm',
          object: 'response',
          output: [
            { type: 'reasoning', id: 'x', summary: [{ type: 'summary_text', text: '\\boxed{1}' }] },
            {
              type: 'message',
              id: 'y',
              role: 'assistant',
              status: 'completed',
              content: [{ type: 'output_text', text, annotations: [] }],
            },
          ],
          parallel_tool_calls: true,
          tool_choice: 'auto',
          tools: [],
        },
      },
      60_000,
    );
    if (status !== 200) throw new Error(`raise_for_status: ${status}`);
    assert.deepEqual(body.extra_column, { kept: true }, 'the row is echoed');
    return body.mask_sample ? 'left out' : body.reward;
  },
  whenBusy: 'left out',
};

/** open-instruct: one try; a failure is no reward (the client logs it and gives zeros). */
const openInstruct: Client = {
  name: 'open-instruct',
  async ask(url, right) {
    const program = `def f(x):\n    return x * ${right ? 2 : 3}`;
    const tests = ['assert f(2) == 4', 'assert f(5) == 10'];
    const { status, body } = await send(
      `${url}/test_program`,
      { program, tests, max_execution_time: 1 },
      30_000,
    );
    if (status !== 200) throw new Error(`raise_for_status: ${status}`);
    assert.equal(body.results.length, tests.length);
    assert.equal(body.runtimes.length, tests.length);
    return body.results.reduce((sum: number, one: number) => sum + one, 0) / tests.length;
  },
  whenBusy: 'raises',
};

/** code-judge's clients send again what timed out in the queue or failed inside. */
const codeJudge: Client = {
  name: 'code-judge',
  async ask(url, right) {
    for (let attempt = 0; attempt < 4; attempt++) {
      const { status, body } = await send(
        `${url}/judge/batch`,
        {
          type: 'batch',
          submissions: [
            {
              type: 'python',
              solution: `print(int(input()) * ${right ? 2 : 3})`,
              input: '21\n',
              expected_output: '42\n',
              sub_id: 'a',
            },
          ],
        },
        60_000,
      );
      assert.equal(status, 200, 'its answers are always 200');
      const [{ success, reason, sub_id }] = body.results;
      assert.equal(sub_id, 'a');
      if (reason !== 'queue_timeout' && reason !== 'internal_error') return success ? 1 : 0;
      await sleep(1_000);
    }
    return 'left out';
  },
  whenBusy: 'left out',
};

/** open-r1 on Piston: 6 tries after whatever is not 200, or when the machine had no processes left. */
const openR1: Client = {
  name: 'open-r1, Piston',
  async ask(url, right) {
    for (let attempt = 0; attempt < 4; attempt++) {
      const { status, body } = await send(
        `${url}/api/v2/execute`,
        {
          language: 'python',
          version: '*',
          files: [{ name: 'main.py', content: `print(int(input()) * ${right ? 2 : 3})` }],
          stdin: '21',
          run_timeout: 4_000,
        },
        60_000,
      );
      const retry = /Resource temporarily unavailable/.test(body?.run?.stderr ?? '');
      if (status === 200 && body !== null && !retry) {
        return body.run.code === 0 && body.run.stdout.trim() === '42' ? 1 : 0;
      }
      await sleep(Math.min(10_000, 500 * 2 ** attempt));
    }
    throw new Error('piston failed');
  },
  whenBusy: 'raises',
};

const clients: readonly Client[] = [
  verlSandboxFusion,
  scalebox,
  openRlhf,
  slime,
  nemoGym,
  openInstruct,
  codeJudge,
  openR1,
];

const open = (flags: object): Promise<RunningServer> =>
  openServer(loadConfig({}, { port: 0, threads: 1, sandboxConcurrency: 2, ...flags }), {
    log: pino({ level: 'silent' }),
  });

/** Takes the whole queue for a while. */
async function fill(server: RunningServer, seconds: number): Promise<() => Promise<unknown>> {
  const sample = {
    verifier: 'code',
    response: `import time\ntime.sleep(${seconds})\nprint(${Math.random()})`,
    reference: { language: 'python', tests: { kind: 'stdin', inputs: [''], outputs: ['x'] } },
    options: { extract: 'raw', limits: { test_ms: 60_000, total_ms: 60_000 } },
  };
  const stop = new AbortController();
  const held = server.scorer.scoreAll([sample], { signal: stop.signal }).catch(() => null);
  for (let i = 0; i < 100 && server.scorer.status().queued === 0; i++) await sleep(10);
  return () => {
    stop.abort();
    return held;
  };
}

describe("the trainers' clients on an idle service", () => {
  let server: RunningServer;
  before(async () => {
    server = await open({});
  });
  after(() => server.close());
  for (const { name, ask } of clients) {
    it(`${name} learns 1 from right and 0 from wrong`, async () => {
      assert.equal(await ask(server.url, true), 1);
      assert.equal(await ask(server.url, false), 0);
    });
  }

  it('OpenRLHF with several addresses sends the others nothing, and they answer', async () => {
    const { status, body } = await send(
      `${server.url}/get_reward`,
      { query: [], prompts: [], labels: [] },
      5_000,
    );
    assert.equal(status, 200);
    assert.deepEqual(body.rewards, []);
  });

  it('OpenRLHF without a usable label learns nothing', async () => {
    const { body } = await send(
      `${server.url}/get_reward`,
      { query: ['\\boxed{1}'], prompts: [''], labels: [{ strange: true }] },
      5_000,
    );
    assert.equal(body.rewards?.[0] ?? null, null);
  });
});

describe("the trainers' clients on a busy service", () => {
  let server: RunningServer;
  before(async () => {
    server = await open({ maxQueued: 1 });
  });
  after(() => server.close());

  for (const { name, ask, whenBusy } of clients) {
    const tries = name !== 'NeMo Gym' && name !== 'open-instruct';
    if (tries) {
      it(`${name} gets its reward after its own tries`, async () => {
        const free = await fill(server, 30);
        const learned = ask(server.url, true);
        await sleep(700);
        await free();
        assert.equal(await learned, 1);
      });
    }
    if (name === 'slime' || name === 'OpenRLHF') continue; // the same tries for longer
    it(`${name} never learns 0 from it`, async () => {
      const free = await fill(server, 60);
      try {
        if (whenBusy === 'raises') await assert.rejects(ask(server.url, true));
        else assert.equal(await ask(server.url, true), whenBusy);
      } finally {
        await free();
      }
    });
  }
});

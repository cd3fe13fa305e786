/**
 * One schema for everything that can be set: environment variables `ASSAY_*` and the flags of the
 * command line, flags first. The result is frozen; nothing else reads the environment.
 */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { levels } from '../sandbox/contract.ts';
import { AssayError } from './errors.ts';
import { explain, sentence } from './explain.ts';

const units: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 };

/** A count of bytes: `65536`, `64k`, `16MiB`. */
const Bytes = z
  .union([z.number(), z.string()])
  .transform((value, context) => {
    if (typeof value === 'number') return value;
    const match = /^(\d{1,12})\s*([kmg]?)(?:i?b)?$/i.exec(value.trim());
    if (match) return Number(match[1]) * (units[(match[2] ?? '').toLowerCase()] ?? 1);
    context.addIssue({ code: 'custom', message: 'a size such as 65536, 64k or 16MiB' });
    return z.NEVER;
  })
  .pipe(z.int().min(1024));

/** Whole numbers arrive as text from the environment and from flags. */
const Whole = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value),
  z.int(),
);
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  Whole.pipe(z.int().min(least).max(most));

/** `1`, `true`, `yes` and their opposites, as text from the environment. */
const Flag = z.union([
  z.boolean(),
  z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off'] }),
]);

/** Longest time a timer can be set for, milliseconds. */
export const maxTimerMs = 2 ** 31 - 1;
const millis = (least = 1) => whole(least, maxTimerMs);

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export const Config = z.strictObject({
  /** Address to listen on. */
  host: z.string().min(1).default('127.0.0.1'),
  /** Port to listen on; 0 takes a free one. */
  port: whole(0, 65535).default(8080),
  /** Bearer token asked of every request but the probes; none by default. */
  token: z.string().min(1).optional(),
  /** File of several tokens by their SHA-256, each with limits of its own (src/server/clients.ts). */
  tokens: z.string().min(1).optional(),
  /** Answer other machines without a token; otherwise that is refused at the start. */
  open: Flag.default(false),
  /** Files of a certificate chain and its key (PEM): HTTPS instead of HTTP. Read again on SIGHUP. */
  tlsCert: z.string().min(1).optional(),
  tlsKey: z.string().min(1).optional(),
  /** Largest request body. A larger one is answered 413. */
  bodyLimit: Bytes.default(64 << 20),
  /** Bytes of request bodies held at one time; a request beyond it is refused unread. */
  maxBodies: Bytes.default(1 << 30),
  /** Samples admitted at one time over all requests; beyond it a batch is refused whole. */
  maxQueued: whole(1).default(32_768),
  /** Server processes behind the port; threads and room for programs are shared between them. */
  processes: whole(1, 256).default(1),
  /** Worker threads of the verifiers that only compute. */
  threads: whole(1, 1024).default(() => availableParallelism()),
  /** Hard wall of one sample on a worker thread. */
  wallMs: millis().default(10_000),
  /** Hard wall of one sample that runs programs, all its tests together. */
  sampleMs: millis().default(300_000),
  /** Deadline of a batch that names none. */
  deadlineMs: millis().default(600_000),
  /** When the sandbox opens: with the service, or with the first sample that needs it. */
  sandbox: z.enum(['eager', 'lazy']).default('eager'),
  /** Programs run at one time. */
  sandboxConcurrency: whole(1, 1024).default(() => availableParallelism()),
  /** Refuse to start below this wall. */
  minLevel: z.enum(levels).default('isolate'),
  /** Use nothing above this wall. */
  maxLevel: z.enum(levels).default('cgroup'),
  /** Most bytes of results kept of programs that ran before; 0 keeps none. */
  cacheBytes: z.union([z.literal(0), z.literal('0').transform(() => 0), Bytes]).default(64 << 20),
  /** How long a stopping server waits for what is in flight. */
  drainMs: millis(0).default(30_000),
  /** How long a request may take to arrive, head and body. */
  requestMs: millis().default(60_000),
  /** How long a client may leave a streamed answer unread before it is cut off. */
  stallMs: millis().default(30_000),
  /** The queue of a fleet: `redis://[user:password@]host[:port][/db]`. */
  queue: z.string().min(1).optional(),
  /** Drivers and workers of one name work together. */
  queueName: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .default('score'),
  /** Jobs that one worker has under way at one time. */
  jobs: whole(1, 64).default(2),
  /** A worker that is silent for so long loses its jobs to others. */
  leaseMs: millis(1_000).default(30_000),
  /** Port where a worker answers /metrics, /healthz and /readyz; none by default. */
  metricsPort: whole(0, 65535).optional(),
  logLevel: z.enum(logLevels).default('info'),
});
export type Config = Readonly<z.infer<typeof Config>>;
export type ConfigKey = keyof Config;

/** Whether nobody but this machine reaches that address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(?:::ffff:)?127\./.test(host);
}

/** `bodyLimit` is set by `ASSAY_BODY_LIMIT`. */
export function environmentName(key: string): string {
  return `ASSAY_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * The configuration of this process.
 * @param flags what the command line gave, by the schema's names; undefined means not given.
 * @throws AssayError `config_invalid`, naming the variable or flag.
 */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  flags: Partial<Record<ConfigKey, unknown>> = {},
): Config {
  const raw: Record<string, unknown> = {};
  for (const key of Object.keys(Config.shape) as ConfigKey[]) {
    const value = flags[key] ?? environment[environmentName(key)];
    if (value !== undefined && value !== '') raw[key] = value;
  }
  const parsed = Config.safeParse(raw);
  if (parsed.success) return Object.freeze(parsed.data);
  const found = explain(parsed.error, raw, '');
  const [key = ''] = found.field.split('.');
  const field = key in flags ? key : environmentName(key);
  const mismatch = { ...found, field };
  throw new AssayError('config_invalid', sentence(mismatch), { mismatch });
}

/**
 * The one table of coded errors: what a caller of the library, the command line or the REST server
 * can be told instead of an answer. A sample's own troubles are not here: they are Verdicts.
 *
 * `status` is the HTTP status a server answers with; `retry` marks what another try may cure.
 */
export const errorTable = {
  invalid_json: { status: 400, title: 'The body is not JSON' },
  invalid_request: { status: 400, title: 'The request does not have the expected shape' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'This address does not answer this method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  batch_too_large: { status: 413, title: 'The batch can never fit the queue' },
  unsupported_media_type: { status: 415, title: 'The body is not of a supported type' },
  unscorable: {
    status: 422,
    title: 'The row cannot be scored, and its protocol has no word for that',
  },
  rate_limited: { status: 429, title: 'This token has reached its limit', retry: true },
  internal: { status: 500, title: 'A fault of this service' },
  overloaded: { status: 503, title: 'The queue is full', retry: true },
  draining: { status: 503, title: 'The service is shutting down', retry: true },
  sandbox_unavailable: { status: 503, title: 'The sandbox cannot be opened', retry: true },
  backend_gone: { status: 502, title: 'Where samples are judged cannot be reached' },
  queue_unavailable: { status: 503, title: 'The queue cannot be reached', retry: true },
  package_missing: { status: 500, title: 'An optional package is not installed' },
  engine_unavailable: { status: 500, title: 'The numeric engine cannot be opened here' },
  config_invalid: { status: 500, title: 'The configuration is not usable' },
  training_diverged: { status: 500, title: 'The training has lost its way' },
  run_held: { status: 500, title: 'Another trainer writes the run' },
  checkpoint_invalid: { status: 500, title: 'The checkpoint is not usable' },
} as const satisfies Record<string, ErrorEntry>;

export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly retry?: boolean;
}

export type ErrorCode = keyof typeof errorTable;

/** What was wrong with one field: where, what it should have been, what came. */
export interface Mismatch {
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

export interface ErrorDetail extends ErrorOptions {
  readonly mismatch?: Mismatch;
  /** Seconds after which another try makes sense. */
  readonly retryAfterS?: number;
}

/** An error with a code of the table. `message` says what was expected and what came. */
export class AssayError extends Error {
  readonly code: ErrorCode;
  readonly mismatch: Mismatch | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail);
    this.name = 'AssayError';
    this.code = code;
    this.mismatch = detail.mismatch;
    const entry: ErrorEntry = errorTable[code];
    this.retryAfterS = detail.retryAfterS ?? (entry.retry ? 1 : undefined);
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

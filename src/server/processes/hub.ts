/**
 * What the processes of one service share: room for programs, the limits of tokens, experiments, and
 * what each has counted. A service of one process keeps it all itself (LocalHub); several ask the
 * process that started them (remote.ts, primary.ts).
 */
import type { Clients } from '../clients.ts';
import { type Experiment, Experiments } from '../experiments/store.ts';

/** Kinds of counts a process can be asked for. */
export type Count = 'metrics' | 'activity';

export type Release = () => void;

export interface Hub {
  /** Waits for room to run the programs of one sample. */
  lease(): Promise<Release>;
  /** Lets in one request of the client of that name. @throws AssayError `rate_limited` */
  enter(client: string): Promise<Release>;
  readonly experiments: ExperimentStore;
  /** What every process has counted, in the form that `tell` gave it. */
  collect(count: Count): Promise<readonly unknown[]>;
  /** How this process says what it has counted. */
  tell(count: Count, read: () => unknown): void;
}

export interface ExperimentStore {
  names(): Promise<readonly string[]>;
  /** @throws AssayError `not_found` */
  get(name: string): Promise<Experiment>;
  /** Replaces one of that name. @throws AssayError `invalid_request` when there are too many */
  put(experiment: Experiment): Promise<void>;
  /** @throws AssayError `not_found` */
  delete(name: string): Promise<void>;
}

export class LocalHub implements Hub {
  readonly experiments: ExperimentStore;
  readonly #clients: Clients;
  readonly #reads = new Map<Count, () => unknown>();

  constructor(clients: Clients) {
    this.#clients = clients;
    const kept = new Experiments();
    this.experiments = {
      names: async () => kept.names,
      get: async (name) => kept.get(name),
      put: async (experiment) => kept.put(experiment),
      delete: async (name) => kept.delete(name),
    };
  }

  /** The scorer's own bound is the only one. */
  async lease(): Promise<Release> {
    return () => {};
  }

  async enter(client: string): Promise<Release> {
    return this.#clients.named(client)?.enter() ?? (() => {});
  }

  async collect(count: Count): Promise<readonly unknown[]> {
    return [await this.#reads.get(count)?.()];
  }

  tell(count: Count, read: () => unknown): void {
    this.#reads.set(count, read);
  }
}

/** The hub as a member process has it: questions to the primary. */
import { AssayError } from '../../errors.ts';
import type { Experiment } from '../experiments/store.ts';
import type { Count, ExperimentStore, Hub, Release } from './hub.ts';
import type { FromMember, Question, Questions, ToMember } from './messages.ts';

type Waiting = PromiseWithResolvers<unknown>;

export class RemoteHub implements Hub {
  readonly experiments: ExperimentStore = {
    names: () => this.#ask('names', null),
    get: (name: string) => this.#ask('get', name),
    put: async (experiment: Experiment) => void (await this.#ask('put', experiment)),
    delete: async (name: string) => void (await this.#ask('delete', name)),
  };
  readonly #send: (message: FromMember) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #reads = new Map<Count, () => unknown>();
  #asked = 0;

  constructor(send: (message: FromMember) => void) {
    this.#send = send;
  }

  lease(): Promise<Release> {
    return this.#hold('lease', null);
  }

  enter(client: string): Promise<Release> {
    return this.#hold('enter', client);
  }

  collect(count: Count): Promise<readonly unknown[]> {
    return this.#ask('collect', count);
  }

  tell(count: Count, read: () => unknown): void {
    this.#reads.set(count, read);
  }

  /** Takes a message of the primary; gives false for one that is not the hub's. */
  receive(message: ToMember): boolean {
    switch (message.kind) {
      case 'answer':
        this.#settle(message.id)?.resolve(message.value);
        return true;
      case 'refusal': {
        const { code, message: text, retryAfterS } = message;
        const detail = retryAfterS === undefined ? {} : { retryAfterS };
        this.#settle(message.id)?.reject(new AssayError(code, text, detail));
        return true;
      }
      case 'count':
        void this.#count(message.id, message.what);
        return true;
      default:
        return false;
    }
  }

  async #count(id: number, what: Count): Promise<void> {
    this.#send({ kind: 'counted', id, value: await this.#reads.get(what)?.() });
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #ask<Q extends Question>(
    what: Q,
    value: Questions[Q]['value'],
    id = this.#asked++,
  ): Promise<Questions[Q]['answer']> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#send({ kind: 'ask', id, what, value });
    return waiting.promise as Promise<Questions[Q]['answer']>;
  }

  async #hold<Q extends 'lease' | 'enter'>(what: Q, value: Questions[Q]['value']) {
    const id = this.#asked++;
    await this.#ask(what, value, id);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#send({ kind: 'over', id });
    };
  }
}

/**
 * A pool of warm things with a lifetime: acquire, release, destroy.
 *
 * At most `size` exist at one time; each is retired after `maxUses`. Waiters are served in order.
 * Every acquire must meet exactly one release or destroy, in the function that acquired.
 */
export interface PoolOptions<T> {
  readonly size: number;
  readonly maxUses: number;
  create(): Promise<T>;
  destroy(item: T): Promise<void>;
}

export interface Pool<T> extends AsyncDisposable {
  /** @throws the signal's reason when it aborts first, or what `create` threw. */
  acquire(signal?: AbortSignal): Promise<T>;
  /** Gives back a healthy item. */
  release(item: T): void;
  /** Gives back an item that must not be used again. */
  discard(item: T): Promise<void>;
}

interface Waiter {
  readonly wake: () => void;
  readonly fail: (reason: unknown) => void;
}

export function createPool<T extends object>(options: PoolOptions<T>): Pool<T> {
  const free: T[] = [];
  const uses = new Map<T, number>();
  const waiters: Waiter[] = [];
  const ending = new Set<Promise<void>>();
  let made = 0; // items that exist or are being made or destroyed
  let closed = false;

  const wakeOne = () => waiters.shift()?.wake();

  const retire = (item: T): Promise<void> => {
    uses.delete(item);
    const end = options.destroy(item).finally(() => {
      made--;
      ending.delete(end);
      wakeOne();
    });
    ending.add(end);
    return end;
  };

  const turn = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        fail: reject,
      };
      const onAbort = () => {
        const at = waiters.indexOf(waiter);
        if (at >= 0) waiters.splice(at, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      waiters.push(waiter);
    });

  return {
    async acquire(signal) {
      for (;;) {
        signal?.throwIfAborted();
        if (closed) throw new Error('Expected an open pool, got a closed one');
        const item = free.pop();
        if (item) return item;
        if (made < options.size) {
          made++;
          try {
            const fresh = await options.create();
            uses.set(fresh, 0);
            return fresh;
          } catch (error) {
            made--;
            wakeOne();
            throw error;
          }
        }
        await turn(signal);
      }
    },
    release(item) {
      const count = (uses.get(item) ?? 0) + 1;
      if (closed || count >= options.maxUses) {
        retire(item).catch(() => {});
        return;
      }
      uses.set(item, count);
      free.push(item);
      wakeOne();
    },
    discard: retire,
    async [Symbol.asyncDispose]() {
      closed = true;
      for (const waiter of waiters.splice(0)) waiter.fail(new Error('The pool was closed'));
      await Promise.all(free.splice(0).map(retire));
      await Promise.all(ending);
    },
  };
}

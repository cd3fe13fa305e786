/** Timers on a virtual clock: waiting takes no time, and the order is always the same. */
(function furnishClock() {
  const { apply } = Reflect;
  const { splice } = Array.prototype;
  const RealDate = Date;
  const now = Date.now;

  const queue = []; // {id, at, run}, kept in order of time, then of creation
  let clock = 0;
  let nextId = 1;
  function schedule(run, delay, every) {
    const wait = delay > 0 ? +delay : 0;
    const id = nextId++;
    insert({ id, at: clock + wait, run, every: every ? wait || 1 : 0 });
    return id;
  }
  function insert(task) {
    let i = queue.length;
    while (i > 0 && queue[i - 1].at > task.at) i--;
    apply(splice, queue, [i, 0, task]);
  }
  function cancel(id) {
    for (let i = 0; i < queue.length; i++) {
      if (queue[i].id === id) {
        apply(splice, queue, [i, 1]);
        return;
      }
    }
  }
  /** Runs the next timer; false when there is none. */
  function tick() {
    if (queue.length === 0) return false;
    const task = queue[0];
    apply(splice, queue, [0, 1]);
    if (task.at > clock) clock = task.at;
    if (task.every)
      insert({ id: task.id, at: clock + task.every, run: task.run, every: task.every });
    task.run();
    return true;
  }
  RealDate.now = () => now() + clock;

  return {
    schedule,
    cancel,
    tick,
    /** Forgets every timer. */
    clear() {
      queue.length = 0;
    },
  };
});

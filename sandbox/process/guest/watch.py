"""What the warden sees of the programs' processes in /proc: memory, and how long they waited.

All processes of a slot but the warden and the zygote are the program's, or the first of its
namespace, which shares the zygote's memory.
"""
import os


def others(own):
    return [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) not in own]


def excess(own, memory_mb):
    """(why, what) when the processes hold too much together; else (None, '')."""
    limit = memory_mb << 20
    pids = [pid for pid in others(own) if not _is_first(pid)]
    held = sum(_held(pid) for pid in pids)
    if held > limit and len(pids) > 1:
        # forked processes share pages: those count by their parts before anybody is condemned
        held = sum(_share(pid) for pid in pids)
    if held > limit:
        return 'memory', 'used %d MiB of memory, the limit is %d' % (held >> 20, memory_mb)
    return None, ''


def _is_first(pid):
    """The first process of a namespace: the last of its numbers is 1."""
    for line in _read('/proc/%d/status' % pid).split('\n'):
        if line.startswith('NSpid:'):
            return line.split()[-1] == '1'
    return True  # gone


def waited(own):
    """Seconds that the thread which waited longest was ready to run and had no processor.

    None where there are more threads than processors: they keep each other waiting.
    """
    threads = [
        (pid, thread)
        for pid in others(own) if not _is_first(pid)
        for thread in _list('/proc/%d/task' % pid)
    ]
    if len(threads) > (os.cpu_count() or 1):
        return 0
    longest = 0
    for pid, thread in threads:
        numbers = _read('/proc/%d/task/%s/schedstat' % (pid, thread)).split()
        if len(numbers) == 3:
            longest = max(longest, int(numbers[1]))
    return longest / 1e9


def _held(pid):
    """Private and shared anonymous memory, in memory or swapped out."""
    return _fields('/proc/%d/status' % pid, 'RssAnon', 'RssShmem', 'VmSwap')


def _share(pid):
    path = '/proc/%d/smaps_rollup' % pid
    return _fields(path, 'Pss_Anon', 'Pss_Shmem', 'SwapPss') or _held(pid)


def _fields(path, *names):
    total = 0
    for line in _read(path).split('\n'):
        name, colon, rest = line.partition(':')
        if colon and name in names:
            total += int(rest.split()[0]) << 10
    return total


def _read(path):
    try:
        with open(path) as file:
            return file.read()
    except (OSError, ValueError):
        return ''  # it ended meanwhile


def _list(path):
    try:
        return os.listdir(path)
    except OSError:
        return []

"""What the warden reads of the programs' processes in /proc: their memory, and how long they waited.

All processes of a slot but the warden and the zygote are the program's.
"""
import os


def others(own):
    return [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) not in own]


def memory(own, limit):
    """Bytes that the processes hold together, where that is more than the limit; else 0."""
    pids = others(own)
    rough = sum(_held(pid) for pid in pids)
    if rough <= limit:
        return 0
    # forked processes share pages: those count by their parts before anybody is condemned
    exact = sum(_share(pid) for pid in pids) if len(pids) > 2 else rough
    return exact if exact > limit else 0


def waited(own):
    """Seconds that the thread which waited longest was ready to run and had no processor."""
    longest = 0
    for pid in others(own):
        for thread in _list('/proc/%d/task' % pid):
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

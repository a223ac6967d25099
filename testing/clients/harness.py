"""What the Python programs share: running the scenarios, and a second group member in a process of its own."""

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time
import traceback

RECORDS = 200
KEYS = 10
MILLION = 1_000_000
DEADLINE = 30
LOOK = 0.5
LEAVING_SESSION_MS = 45_000
DYING_SESSION_MS = 6_000


def values():
    return [b"value %d %s" % (i, b"abc" * 20) for i in range(RECORDS)]


def million():
    return b"".join(b"%07d," % i for i in range(MILLION // 8))


def keyed():
    return [(b"key %d" % (i % KEYS), b"%d" % i) for i in range(RECORDS)]


def transaction_values(text):
    """Five records for each of three partitions, in the order of their values."""
    return [b"%s %c" % (text.encode(), ord("a") + i) for i in range(15)]


def check_keyed(records):
    """records: (partition, key, value) as they were read."""
    equal(len(records), RECORDS, "number of records")
    places, last = {}, {}
    for partition, key, value in records:
        equal(places.setdefault(key, partition), partition, f"partition of {key}")
        if key in last and last[key] >= int(value):
            raise AssertionError(f"{key}: {int(value)} came after {last[key]}")
        last[key] = int(value)


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {str(expected)[:100]}, got {str(actual)[:100]}")


def until(condition, what, step=lambda: time.sleep(0.05)):
    """Steps until the condition holds."""
    end = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {DEADLINE} s: {what}")
        step()


class Member:
    """This program again, as a member of a group that does nothing but say what it was assigned."""

    def __init__(self, *arguments):
        command = [sys.executable, sys.argv[0], "member", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.assigned = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            if line.startswith("assigned"):
                self.assigned = {int(n) for n in re.findall(r"\d+", line)}

    def leave(self):
        self.process.send_signal(signal.SIGTERM)

    def die(self):
        self.process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def be_member(poll, assignment, close):
    """The other side of Member."""
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leaving.set())
    said = None
    while not leaving.is_set():
        poll()
        if (now := sorted(assignment())) != said:
            said = now
            print("assigned", *now, flush=True)
    close()


def run(scenarios):
    """Runs the functions, which are named as the scenarios are; a line each."""
    for scenario in scenarios:
        name = scenario.__name__.rstrip("_")
        try:
            scenario()
            print("ok", name, flush=True)
        except Exception as e:  # whatever it is, it is this scenario's result
            traceback.print_exc()
            print("FAILED", name, re.sub(r"\s+", " ", f"{type(e).__name__}: {e}")[:300], flush=True)


closing = contextlib.closing

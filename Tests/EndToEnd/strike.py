"""Runs a program, sends it one signal at a moment, and tells how it ended.

The moments come one after another, parted by |: text=WORDS (in what it wrote), exists=PATH, rchar=BYTES and wchar=BYTES
(so much more was read or written since the moment before). The last line is EXIT, the exit code, and how many seconds
after the signal; a run that ended before its moment tells -1.
"""
import os, pty, select, signal, subprocess, sys, time

moments, name, kind = sys.argv[1].split("|"), sys.argv[2], sys.argv[3]
command = sys.argv[4:]
if kind == "terminal":
    child, out = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execv(command[0], command)
else:
    out, into = os.pipe()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=into, stderr=into).pid
    os.close(into)

seen, start = "", {}


def count(key):
    try:
        with open(f"/proc/{child}/io") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(key + ":"))
    except OSError:
        return 0


def has_come(moment):
    word, value = moment.split("=", 1)
    if word == "text":
        return value in seen
    if word == "exists":
        return os.path.exists(value)
    start.setdefault(word, count(word))
    return count(word) - start[word] >= int(value)


struck, end = None, time.time() + 240
while time.time() < end:
    if select.select([out], [], [], 0.01)[0]:
        try:
            piece = os.read(out, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece.decode(errors="replace")
    while moments and has_come(moments[0]):
        moments.pop(0)
    if not moments and struck is None:
        struck = time.time()
        if kind == "terminal" and name == "INT":
            os.write(out, b"\x03")
        else:
            os.kill(child, getattr(signal, "SIG" + name))
if time.time() >= end:
    os.kill(child, signal.SIGKILL)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(seen)
print("EXIT", code, round(time.time() - struck, 2) if struck else -1)

"""Work in a process of its own: its memory goes with it, and stopping it is a kill.

`parent.run_apart` starts `python -m MODULE`, whose main is `child.run(work)`. What is asked goes
in by a file and what is made comes out by one, so that neither ever waits for the other to read.
The child says how far it is on a pipe. It has an end in each case: limits on the whole time, on
the time without progress, on processor, memory and what it writes; its parent's death; and
whatever the parent's `progress` raises.

Most of a small piece of work is the loading of what it takes. With `is_kept` the child is a fork of
a process that has loaded it (`kept`, asked by `keepers`); all else is the same.
"""

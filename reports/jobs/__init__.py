"""Work that takes too long for a page: kinds of jobs by name, and asking for one.

    @job_kind("publish")
    def publish(job: Job, progress: Progress) -> Result | None: ...

A kind's function runs in the worker (`manage.py work`), with the whole of Django, in the language
of who asked. `job.parameters` is what it was asked with (JSON). It calls `progress(fraction,
stage)` often, at least every few seconds, *outside* of its transactions: `fraction` is 0 to 1,
`stage` a text marked with `gettext_noop`, translated when shown. `progress` raises `Cancelled`
when somebody asked to stop; let it pass. Inside of a long transaction `stop_if_asked(job)` does,
and everything is taken back. Heavy work is done in a process of its own, which
`reports.rendering.apart.render_apart(kind, document, imprint, progress)` starts and, on
`Cancelled`, kills.

What the reader must be told is raised as `JobFailed(gettext_noop("…"), name=value)`. A full disk
has its own message already; any other exception is logged and told as a fault. A function that
gives a file returns `Result(data, name, content_type)`: it is written whole, or the job fails.

A worker can be killed between the function's last commit and the job's own: work that must not
be done twice ends with `job.succeed()` inside its own transaction, or notices by itself that it
was done.

- `enqueue(kind, key, parameters, user, …) -> Job`: for the worker. The same kind and key asked
  again while it waits or runs is the same job; of a kind with `reusable=True`, when it is done too.
- `perform(kind, key, parameters, user, …) -> Job`: the same, but done here while one waits.
- `run_now(job) -> Job`: does a waiting job here (tests, commands). Raises nothing of its own.
- `run_again(job) -> Job`: puts one that failed or was cancelled into the queue again.
- `job.state`, `job.error_text`, `job.result` (a stored file, with `size` and `sha256`).

Who asked is kept with their rights of that moment: page and result are theirs as long as nothing
that they saw then is kept from them since (`projects.rights.lost`). A kind does nothing for that.

Modules with kinds are imported in `ReportsConfig.ready`.
"""

from reports.jobs.asking import enqueue, perform, run_again
from reports.jobs.kinds import Cancelled, JobFailed, Progress, Result, job_kind, stop_if_asked
from reports.jobs.running import run_now

__all__ = [
    "Cancelled",
    "JobFailed",
    "Progress",
    "Result",
    "enqueue",
    "job_kind",
    "perform",
    "run_again",
    "run_now",
    "stop_if_asked",
]

"""Work that outlives a request: queued with the data it belongs to, watched by a heartbeat, done once.

What an action must promise to be a job (`queue.job`):

- it may be called again from the start after a crash at any line, and the end state is the same as if it
  had run once: it looks up what is there already and writes rows under keys of its own (upsert, or
  "where not yet"), in transactions that each leave the data whole;
- in a transaction that makes something visible it calls `progress.confirm()` first, so that a worker
  that was presumed dead and wakes up late is stopped instead of doing it a second time;
- its arguments are ids and small plain values: never a personal number, a file or a name.
"""

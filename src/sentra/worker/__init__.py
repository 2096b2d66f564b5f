"""The door work comes in by: takes jobs from the queue, supplies the clock, takes over from dead workers."""

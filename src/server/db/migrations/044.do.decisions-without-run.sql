-- A look that the history does not tell of (the periodic verification, a plan) keeps what it decided, too, where that is something else.
-- `run_id`: the run that tells of the decision, null when no run does.
alter table sync_decisions alter column run_id drop not null;

-- An operation that is tried again from quarantine is the one that the device sent: its clock is as trustworthy as it was then, and
-- its content as the device wrote it, so that the device, sending it once more, gets the answer and not a conflict. Of those that
-- wait already nobody knows: they are not believed, and their content is taken as it is kept.
alter table quarantined_operations
  add column clock_is_trusted boolean not null default false,
  add column fingerprint text;

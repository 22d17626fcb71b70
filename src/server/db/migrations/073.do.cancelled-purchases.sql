-- What was ordered and will not come: it is kept with who gave it up, and is no longer counted as on its way.
alter table purchases add column cancelled_at timestamptz;
alter table purchases add column cancelled_by uuid;
alter table purchases drop constraint purchases_status_check;
alter table purchases add constraint purchases_status_check check (status in ('pending', 'received', 'cancelled'));
alter table purchases add constraint purchases_cancelled_check
  check ((status = 'cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by is null));

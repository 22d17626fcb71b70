-- How a journey to Bling ended, for the screen that the browser comes back to: the account, or why there is none.
alter table bling_authorizations
  add column ended_account_id uuid,
  add column refusal jsonb,
  add constraint bling_authorizations_one_end check (ended_account_id is null or refusal is null);

import type { Migration } from './migration.js'

/** Issues that are told apart further than their hashes do, what was split off, and changes that can be taken back. */
export const parts: Migration = {
  name: '0011-parts',
  sql: (s) => `alter table ${s}.issue_hashes
  -- What tells events with this hash apart: \`message\`, or \`tag:\` and its key. Such a hash belongs to the issue -1,
  -- which there is not; its events go by hashes made of it and the value.
  add column split_by text,
  -- The first hash of the split, by which those of one value find each other.
  add column split_root text collate "C",
  -- Of a hash that was made so.
  add column parent text collate "C";
create index issue_hashes_of_parent on ${s}.issue_hashes (organization_id, project_id, parent) where parent is not null;
create index issue_hashes_of_root on ${s}.issue_hashes (organization_id, project_id, split_root)
  where split_root is not null;

-- What can go home again.
create table ${s}.issue_splits (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  project_id bigint not null,
  source_id bigint not null,
  -- Null where the hashes made of the root say which issues are parts.
  part_id bigint,
  -- \`hash\`, \`message\`, \`tag\`, \`events\`.
  kind text not null,
  key text,
  root text collate "C",
  at timestamptz(3) not null
);
create index issue_splits_of_source on ${s}.issue_splits (organization_id, source_id);

-- \`move\`: events with the hashes; \`sort\`: each to the issue of its value; \`rename\`: they get other hashes, in \`details\`.
alter table ${s}.issue_moves
  add column kind text not null default 'move',
  add column details jsonb;

-- Users of events that were moved, until the move is done and it is known who was seen in the remainder.
create table ${s}.issue_move_users (
  organization_id bigint not null,
  project_id bigint not null,
  move_id bigint not null,
  user_key text collate "C" not null,
  primary key (move_id, user_key)
);
create index issue_move_users_of_project on ${s}.issue_move_users (organization_id, project_id);

-- What issues had before a change and have after it, by the key that takes it back.
create table ${s}.issue_undos (
  organization_id bigint not null,
  key_hash text not null,
  issue_id bigint not null,
  user_id bigint not null,
  expires_at timestamptz(3) not null,
  before jsonb not null,
  after jsonb,
  -- The newest entry of its log then.
  activity_id bigint,
  primary key (organization_id, key_hash, issue_id)
);
create index issue_undos_by_time on ${s}.issue_undos (expires_at)`,
}

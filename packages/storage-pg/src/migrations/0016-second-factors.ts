import type { Migration } from './migration.js'

/** Authenticator apps and recovery codes; both are sealed by the application. */
export const secondFactors: Migration = {
  name: '0016-second-factors',
  sql: (s) => `create table ${s}.totp_factors (
  user_id bigint primary key references ${s}.users on delete cascade,
  sealed_secret text not null,
  last_step bigint not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null
);
-- Bit by bit, which of the codes were used.
create table ${s}.recovery_codes (
  user_id bigint primary key references ${s}.totp_factors on delete cascade,
  sealed_codes text not null,
  used integer not null default 0,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3)
);
`,
}

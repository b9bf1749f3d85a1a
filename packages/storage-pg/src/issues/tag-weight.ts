/**
 * How heavy a value is that occurs so often: 0 below 16, and one more each time that it doubles. Few values have a weight,
 * and it changes seldom, so its index costs next to nothing; by it the frequent ones are found among any number of others.
 * `count` is an expression.
 */
export function weightSql(count: string): string {
  return `(case when ${count} < 16 then 0 else floor(ln((${count})::float8) / ln(2::float8) + 1e-9) - 3 end)::smallint`
}

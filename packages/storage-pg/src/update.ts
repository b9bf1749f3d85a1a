/** Which column keeps which field of a change. */
export type Columns<Change> = { readonly [Field in keyof Required<Change>]: string }

/**
 * The assignments of an update for the fields that were given, their values bound from `$first` on. Never empty:
 * a change of nothing assigns a column to itself, so that the statement answers with the row all the same.
 */
export function setClause<Change extends object>(
  columns: Columns<Change>,
  change: Change,
  first: number,
): { readonly assignments: string; readonly values: readonly unknown[] } {
  const names = columns as Readonly<Record<string, string>>
  const given = Object.entries(change).filter(([field, value]) => value !== undefined && field in names)
  const assignments = given.map(([field], index) => `${names[field]} = $${first + index}`)
  const [anyColumn] = Object.values(names)
  return {
    assignments: assignments.length === 0 ? `${anyColumn} = ${anyColumn}` : assignments.join(', '),
    values: given.map(([, value]) => value),
  }
}

/** How people name an issue: the project's slug in capitals and the number in base 32, `WEB-1A`. */
export function shortIdOf(projectSlug: string, number: number): string {
  return `${projectSlug.toUpperCase()}-${number.toString(32).toUpperCase()}`
}

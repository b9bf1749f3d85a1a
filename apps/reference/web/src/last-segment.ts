/** The end of a path as it was before it was escaped; as it stands where it was not. */
export function lastSegment(pathname: string): string {
  const segment = pathname.replace(/\/$/, '').split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(segment)
  } catch {
    // A percent sign that escapes nothing.
    return segment
  }
}

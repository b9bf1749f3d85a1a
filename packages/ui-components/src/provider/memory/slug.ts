/** A slug made of the name which none of the others has. */
export function freeSlug(name: string, taken: readonly { readonly slug: string }[]): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const isTaken = (candidate: string) => taken.some((one) => one.slug === candidate)
  let candidate = slug
  for (let n = 2; isTaken(candidate); n++) candidate = `${slug}-${n}`
  return candidate
}

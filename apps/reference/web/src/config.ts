/** What the server has put into the page; a page opened without it is at the root. */
export interface PageConfig {
  /** `''` at the root, else `/monitoring`: no slash at the end. */
  readonly basePath: string
}

export function readConfig(page: Document): PageConfig {
  const text = page.getElementById('mishap-config')?.textContent
  if (!text) return { basePath: '' }
  const config = JSON.parse(text) as Partial<PageConfig>
  return { basePath: typeof config.basePath === 'string' ? config.basePath : '' }
}

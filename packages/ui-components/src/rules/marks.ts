/** A piece of a line that is wrong, with what stands before it and after the piece before. */
export interface Mark {
  readonly before: string
  readonly marked: string
}

export interface MarkedLine {
  readonly number: number
  readonly marks: readonly Mark[]
}

interface Place {
  readonly line: number
  readonly column: number
}

/** The lines of a text, with what is to be underlined: from the place of each fault to the end of its word. */
export function markFaults(text: string, faults: readonly Place[]): readonly MarkedLine[] {
  const columns = new Map<number, number[]>()
  for (const { line, column } of faults) columns.set(line, [...(columns.get(line) ?? []), column])
  return text.split('\n').map((line, index) => {
    const wrong = columns.get(index + 1)
    return { number: index + 1, marks: wrong === undefined ? [] : marksOf(line, wrong) }
  })
}

/** From where to where the word of a fault goes in the whole text, in UTF-16 units. */
export function placeOf(text: string, { line, column }: Place): readonly [from: number, to: number] {
  const lines = text.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0)
  const [from, to] = wordAt(lines[line - 1] ?? '', column)
  return [Math.min(text.length, start + from), Math.min(text.length, start + to)]
}

function marksOf(line: string, columns: readonly number[]): readonly Mark[] {
  const marks: Mark[] = []
  let end = 0
  for (const column of [...new Set(columns)].sort((a, b) => a - b)) {
    const [from, to] = wordAt(line, column)
    if (from < end) continue
    // Behind the last character there is nothing to underline but a space.
    marks.push({ before: line.slice(end, from), marked: line.slice(from, to) || ' ' })
    end = to
  }
  return marks
}

/** A variable is one, with the spaces in it. */
const WORD = /^\s*(?:\{\{[^{}]*\}\}|\S*)/

function wordAt(line: string, column: number): readonly [from: number, to: number] {
  const from = Math.min(column - 1, line.length)
  const rest = WORD.exec(line.slice(from))?.[0] ?? ''
  return [from, from + rest.length]
}

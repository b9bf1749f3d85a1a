import { AppError } from '../../errors.js'
import { isWord, type PatternNode, parsePattern } from './pattern-parse.js'

/** A pattern that is ready to be looked for. */
export interface Pattern {
  /** Whether it is anywhere in the text; null where that takes too long to tell. Takes about 100 ms at most. */
  isIn(text: string): boolean | null
}

/**
 * A regular expression that costs no more than its length times that of the text, whatever they are: it is run as a set of
 * states that all go on together, and sets that were seen before are remembered. Throws `invalid_input`.
 */
export function compilePattern(text: string): Pattern {
  const program = compile(parsePattern(text))
  return { isIn: (given) => run(program, given) }
}

type Instruction =
  | { readonly kind: 'char'; readonly test: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'at'; readonly place: 'start' | 'end' | 'word' | 'no_word'; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'match' }

const MAX_INSTRUCTIONS = 1_000

/** Built from its end to its beginning: who comes before knows where to go on. */
function compile(root: PatternNode): { readonly instructions: readonly Instruction[]; readonly start: number } {
  const instructions: Instruction[] = [{ kind: 'match' }]
  const add = (instruction: Instruction): number => {
    if (instructions.length >= MAX_INSTRUCTIONS) throw new AppError('invalid_input', 'The pattern is too large')
    return instructions.push(instruction) - 1
  }
  const build = (node: PatternNode, next: number): number => {
    switch (node.kind) {
      case 'char':
        return add({ kind: 'char', test: node.test, next })
      case 'at':
        return add({ kind: 'at', place: node.place, next })
      case 'all':
        return node.nodes.reduceRight((after, one) => build(one, after), next)
      case 'any':
        return add({ kind: 'split', next: node.nodes.map((one) => build(one, next)) })
      case 'repeat':
        return buildRepeat(node, next)
    }
  }
  const buildRepeat = ({ node, min, max }: Extract<PatternNode, { kind: 'repeat' }>, next: number): number => {
    let after = next
    if (max === Infinity) {
      const again: number[] = [next]
      after = add({ kind: 'split', next: again })
      again.push(build(node, after))
    } else
      for (let times = min; times < max; times += 1) after = add({ kind: 'split', next: [next, build(node, after)] })
    for (let times = 0; times < min; times += 1) after = build(node, after)
    return after
  }
  const start = build(root, 0)
  return { instructions, start }
}

type Before = 'start' | 'word' | 'other'

/** Where the search may be after some text: instructions to go on with, and what came before. */
interface State {
  readonly at: readonly number[]
  readonly before: Before
  readonly byCode: Map<number, State | 'match'>
}

/** A character that leads to what is remembered costs one; otherwise each instruction that is looked at costs more. */
const MAX_WORK = 8_000_000
const COST_OF_NEW = 10
const MAX_STATES = 1_000
const END = -1

function run({ instructions, start }: ReturnType<typeof compile>, text: string): boolean | null {
  let states = new Map<string, State>()
  let work = 0
  const seen = new Int32Array(instructions.length)
  let round = 0

  const stateOf = (at: readonly number[], before: Before): State => {
    const key = `${before} ${at.join()}`
    const known = states.get(key)
    if (known !== undefined) return known
    // Texts that lead to ever new sets forget the old ones.
    if (states.size >= MAX_STATES) states = new Map()
    const state: State = { at, before, byCode: new Map() }
    states.set(key, state)
    return state
  }
  /** Every instruction that waits for the character is reached; `match` where the end of the pattern is. */
  const reach = ({ at, before }: State, code: number): readonly number[] | 'match' => {
    round += 1
    const waiting: number[] = []
    const stack = [...at]
    while (stack.length > 0) {
      const index = stack.pop() as number
      if (seen[index] === round) continue
      seen[index] = round
      work += COST_OF_NEW
      const instruction = instructions[index] as Instruction
      if (instruction.kind === 'match') return 'match'
      if (instruction.kind === 'char') waiting.push(index)
      else if (instruction.kind === 'split') stack.push(...instruction.next)
      else if (isAt(instruction.place, before, code)) stack.push(instruction.next)
    }
    return waiting
  }
  const step = (state: State, code: number): State | 'match' => {
    const waiting = reach(state, code)
    if (waiting === 'match') return 'match'
    const next = new Set([start])
    for (const index of waiting) {
      const instruction = instructions[index] as Instruction
      if (instruction.kind === 'char' && instruction.test(code)) next.add(instruction.next)
    }
    return stateOf(
      [...next].sort((a, b) => a - b),
      isWord(code) ? 'word' : 'other',
    )
  }

  let state = stateOf([start], 'start')
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    let next = state.byCode.get(code)
    if (next === undefined) {
      next = step(state, code)
      state.byCode.set(code, next)
    }
    if (next === 'match') return true
    state = next
    work += 1
    if (work > MAX_WORK) return null
  }
  return reach(state, END) === 'match'
}

function isAt(place: 'start' | 'end' | 'word' | 'no_word', before: Before, code: number): boolean {
  if (place === 'start') return before === 'start'
  if (place === 'end') return code === END
  const isEdge = (before === 'word') !== (code !== END && isWord(code))
  return isEdge === (place === 'word')
}

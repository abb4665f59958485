import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const ROOT = join(__dirname, '..')
const FOLDERS = ['lib', 'cli', 'stacks', 'lambdas', 'scripts', 'queries']

/** Phrases that make a reader stop, and what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bunless told\b/i, 'default: …'],
  [/\bnone unless\b/i, 'default: none'],
  [/\bcan be given several times\b/i, 'repeatable'],
  [/\b(told|tells?|telling)\b/i, 'is given, shows, says'],
  [/\b(is|are|was|were|that are|which is) none\b(?! of)/i, 'is invalid, is missing'],
  [/\bnone (of ours|of mine|the less)\b/i, 'not …'],
  [/\bnothing tells\b|\bnobody\b|\bsomeone\b|\bsomebody\b/i, 'name the thing that acts'],
  [
    /\b(is|are) no (flow[- ]logs?|settings?|fields?|periods?|dates?|headers?|numbers?|parts?|plain|valid|such|folders?|files?|lists?|words?|days?|times?|names?|addresses|address|moments?|placeholders?|hours?|errors?|trailers?|dialects?|records?|gzip|JSON|integers?|options?|values?|columns?|parameters?|functions?|commands?|quer(?:y|ies)|texts?|regions?|formats?)\b/i,
    'is not a …',
  ],
  [
    /\bwho(ever)? (asks?|reads?|calls?|runs?|knows?|wants?|deploys?)\b/i,
    'name the person or the program',
  ],
  [/\b(proves|hears|wants to|speaks of|says so itself)\b/i, 'an everyday verb'],
  [/\bwhat is yours\b|\bin its own way\b|\bof its own accord\b/i, 'say the fact'],
  [
    /\bin the end\b|\bfor ever\b|\bby and by\b|\bnow and then\b|\ball the same\b/i,
    'finally, forever, periodically, anyway',
  ],
  [/\bas from\b|\bas good as\b|\bas it were\b/i, 'say the fact'],
  [/\bof whom\b|\bto whom\b|\bwhereof\b|\bthereof\b|\bwhither\b|\bhence\b/i, 'modern English'],
  [/\bspelled almost the same\b|\bis close\b/i, 'Did you mean …?'],
  [/\b(MOST|LEAST)_/, 'MAX_, MIN_'],
]

/** English that a phrase above would catch. */
const ALLOWED = [/\bthere (is|are|was|were) no\b/gi, /\bthere (is|are) none\b/gi]

describe('plain words', () => {
  const texts = FOLDERS.flatMap(sources).map((file) => [file, words(file)] as const)

  it('reads the sources', () => {
    expect(texts.length).toBeGreaterThan(300)
  })

  it.each(PHRASES)('no source contains %s; write: %s', (phrase) => {
    const found = texts.flatMap(([file, text]) =>
      [...text.matchAll(new RegExp(phrase, 'gi'))].map(
        ({ index }) => `${file}: … ${text.slice(Math.max(0, index - 40), index + 60)} …`,
      ),
    )

    expect(found).toEqual([])
  })
})

/** The text of a file in one line, so that a phrase is found although a comment breaks it. */
function words(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/\n\s*(\*|\/\/|#)?\s*/g, ' ')
  return ALLOWED.reduce((rest, known) => rest.replace(known, ''), text)
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|cjs|mjs|insights)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort()
}

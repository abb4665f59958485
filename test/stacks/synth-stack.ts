import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { App, Testing, type TerraformStack } from 'cdktf'
import type { Bundler } from '../../stacks/lake-stack'

export type Arguments = Readonly<Record<string, unknown>>

/** A stack as Terraform reads it. */
export interface SynthStack {
  /** The resources of a type by their addresses, in the order of the file. */
  all(type: string): Readonly<Record<string, Arguments>>
  /** The arguments of the only resource of a type, or of the only one that has these. */
  one(type: string, having?: Arguments): Arguments
  readonly data: Readonly<Record<string, Readonly<Record<string, Arguments>>>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly terraform: Arguments
  readonly text: string
}

const folder = mkdtempSync(join(tmpdir(), 'natlens-synth-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The zip files of the tests are no zips: what is in them is tested with the bundles. */
export const fakeBundler: Bundler = (entry, options = {}) => {
  const text = JSON.stringify([entry, options.extraFiles])
  const zipPath = join(folder, `${basename(entry, '.ts')}.zip`)
  writeFileSync(zipPath, text)
  return { zipPath, sha256Base64: `sha256 of ${entry}`, bytes: text.length }
}

/** Synthesizes one stack of an app, without writing it. */
export function synthStack(create: (app: App) => TerraformStack): SynthStack {
  const text = Testing.synth(create(new App({ outdir: join(folder, 'cdktf.out') })))
  const json = JSON.parse(text) as {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>
    readonly data?: SynthStack['data']
    readonly output?: SynthStack['outputs']
    readonly terraform: Arguments
  }
  const all = (type: string) => json.resource?.[type] ?? {}
  return {
    all,
    one(type, having = {}) {
      const found = Object.values(all(type)).filter((each) => has(each, having))
      if (found.length === 1) return found[0]!
      throw new Error(`${found.length} of ${type} have ${JSON.stringify(having)}`)
    },
    data: json.data ?? {},
    outputs: json.output ?? {},
    terraform: json.terraform,
    text,
  }
}

function has(found: Arguments, wanted: Arguments): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(found[name]) === JSON.stringify(value),
  )
}

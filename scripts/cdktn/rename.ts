/** A file after the renaming of CDKTF's packages. */
export interface Renamed {
  readonly text: string
  /** Replaced names; 0 for a file that was moved before. */
  readonly names: number
}

/** The packages of CDK Terrain, each with the tested release. */
export const SUCCESSORS = {
  cdktf: { name: 'cdktn', version: '0.24.0' },
  '@cdktf/provider-aws': { name: '@cdktn/provider-aws', version: '25.7.0' },
} as const satisfies Record<string, { readonly name: string; readonly version: string }>

/**
 * Renames the packages in code: quoted as in imports and lists, as keys of an object, and as folders of `node_modules`. Names
 * that CDK Terrain still uses stay: `cdktf.json`, `cdktf.out` and the CDKTF_ variables.
 */
export function renameInCode(text: string): Renamed {
  let names = 0
  const renamed = text.replace(
    /(?<=["']@?|node_modules\/@|import @?|^\s*)cdktf(?=["'/]|: ['[]| \])/gm,
    () => {
      names++
      return 'cdktn'
    },
  )
  return { text: renamed, names }
}

/** Replaces the packages in the dependencies, sorted as npm writes them. */
export function renameInManifest(text: string): Renamed {
  const manifest = JSON.parse(text) as Record<string, unknown>
  let names = 0
  for (const list of ['dependencies', 'devDependencies']) {
    const versions = manifest[list] as Readonly<Record<string, string>> | undefined
    if (!versions) continue
    const entries = Object.entries(versions).map(([name, version]): [string, string] => {
      const successor = isOld(name) ? SUCCESSORS[name] : undefined
      if (successor) names++
      return successor ? [successor.name, successor.version] : [name, version]
    })
    manifest[list] = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return { text: names === 0 ? text : `${JSON.stringify(manifest, undefined, 2)}\n`, names }
}

function isOld(name: string): name is keyof typeof SUCCESSORS {
  return Object.hasOwn(SUCCESSORS, name)
}

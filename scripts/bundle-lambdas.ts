import { bundleHandler } from '../stacks/bundles'

/** Bundles the functions as the lake stack does, without the archive's SQL, and prints their sizes. */
const HANDLERS = {
  'add-partitions': {},
  'delete-partitions': {},
  archive: { 'queries.json': '[]\n' },
} as const

for (const [name, extraFiles] of Object.entries(HANDLERS)) {
  const { zipPath, bytes } = bundleHandler(`lambdas/${name}.ts`, { extraFiles })
  console.log(`${zipPath}  ${(bytes / 1024).toFixed(0)} KiB`)
}

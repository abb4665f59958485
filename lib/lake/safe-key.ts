import { sep } from 'node:path'

/** Control characters and backslashes; on Windows also what its file names cannot have. */
// eslint-disable-next-line no-control-regex -- the expression looks for control characters
const UNSAFE = sep === '\\' ? /[\\\u0000-\u001f\u007f<>:"|?*]/ : /[\\\u0000-\u001f\u007f]/

/**
 * Whether a key can be a path below a folder: each part between slashes is a name of a file that is not hidden, so never `..`.
 * Whoever can write to the bucket chooses its keys.
 */
export function isSafeKey(key: string): boolean {
  return key.split('/').every((name) => name !== '' && !name.startsWith('.') && !UNSAFE.test(name))
}

/** Whether an object only makes a folder visible in S3's console. */
export function isFolderObject(key: string): boolean {
  return key.endsWith('/')
}

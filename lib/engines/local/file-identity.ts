import type { BigIntStats } from 'node:fs'

/** A file with its times: another one when a byte of it may have changed. */
export interface FileIdentity {
  readonly device: string
  readonly inode: string
  readonly size: number
  readonly mtimeNs: string
  readonly ctimeNs: string
}

export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileIdentity {
  return {
    device: String(dev),
    inode: String(ino),
    size: Number(size),
    mtimeNs: String(mtimeNs),
    ctimeNs: String(ctimeNs),
  }
}

export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return identityText(a) === identityText(b)
}

export function identityText({ device, inode, size, mtimeNs, ctimeNs }: FileIdentity): string {
  return [device, inode, size, mtimeNs, ctimeNs].join(' ')
}

/** The later of the times of change of content and state, in milliseconds. */
export function changedMs({ mtimeNs, ctimeNs }: FileIdentity): number {
  return Math.max(Number(mtimeNs), Number(ctimeNs)) / 1e6
}

/** The parts of WebAssembly that the reader uses: the types of Node leave them out. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, object>>)
    readonly exports: object
  }
  class Memory {
    constructor(size: { readonly initial: number })
    readonly buffer: ArrayBuffer
  }
  interface Global<T extends 'i32' | 'i64'> {
    readonly value: T extends 'i32' ? number : bigint
  }
}

/** Numbers of Parquet's encodings. https://parquet.apache.org/docs/file-format/data-pages/encodings/ */
export const ENCODINGS = { plain: 0, dictionary: 8, delta: 5 } as const
/** The encoding of definition levels. */
export const RLE = 3

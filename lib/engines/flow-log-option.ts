import type { EngineOptions } from './engine-option'

/** Which flow logs count, on engines that know the objects of records. */
export const flowLogOption = {
  'flow-log': {
    type: 'string',
    array: true,
    describe:
      'count only this flow log (fl-…), or `all` added up; default: each byte once, on Athena and Trino all; repeatable',
  },
} as const satisfies EngineOptions

import type { EngineOptions } from '../engine-option'

/** How AWS is called; every AWS SDK finds what is not given by the same rules. */
export const awsOptions = {
  region: {
    type: 'string',
    describe: "the region (default: that of the settings, else by AWS's own rules)",
    selectsNoEngine: true,
  },
  profile: {
    type: 'string',
    describe: "a profile of AWS's shared configuration",
    selectsNoEngine: true,
  },
} as const satisfies EngineOptions

import { QuicksightRefreshSchedule } from '@cdktf/provider-aws/lib/quicksight-refresh-schedule'
import { Construct } from 'constructs'
import type { QuicksightSettings } from '../../lib/settings/settings'

export type SpiceRefreshProps = QuicksightSettings['refresh'] & { readonly dataSetId: string }

/**
 * Brings what is new into SPICE every day or hour, and everything once a week: only that removes days which the lake no
 * longer keeps, and adds what several failed refreshes have missed.
 */
export class SpiceRefresh extends Construct {
  constructor(scope: Construct, id: string, props: SpiceRefreshProps) {
    super(scope, id)

    const { dataSetId, frequency, time, timezone } = props
    new QuicksightRefreshSchedule(this, 'incremental', {
      dataSetId,
      scheduleId: 'incremental',
      schedule: [
        {
          refreshType: 'INCREMENTAL_REFRESH',
          scheduleFrequency: [
            {
              interval: frequency === 'daily' ? 'DAILY' : 'HOURLY',
              timeOfTheDay: time,
              timezone,
            },
          ],
        },
      ],
    })
    new QuicksightRefreshSchedule(this, 'full', {
      dataSetId,
      scheduleId: 'full',
      schedule: [
        {
          refreshType: 'FULL_REFRESH',
          scheduleFrequency: [
            {
              interval: 'WEEKLY',
              timeOfTheDay: farFrom(time),
              timezone,
              refreshOnDay: [{ dayOfWeek: 'SUNDAY' }],
            },
          ],
        },
      ],
    })
  }
}

/** Half a day and half an hour later: of two refreshes at a time, daily or hourly, one would fail. */
export function farFrom(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const later = (hours * 60 + minutes + 12 * 60 + 30) % (24 * 60)
  return [Math.floor(later / 60), later % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

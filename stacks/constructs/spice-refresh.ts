import { QuicksightRefreshSchedule } from '@cdktf/provider-aws/lib/quicksight-refresh-schedule'
import { Construct } from 'constructs'
import type { QuicksightSettings } from '../../lib/settings/settings'

export type SpiceRefreshProps = QuicksightSettings['refresh'] & { readonly dataSetId: string }

/**
 * Refreshes SPICE incrementally every day or hour, and fully once a week. Only a full refresh removes expired days and adds
 * the records that several failed refreshes missed.
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
              timeOfTheDay: timeOfFullRefresh(time),
              timezone,
              refreshOnDay: [{ dayOfWeek: 'SUNDAY' }],
            },
          ],
        },
      ],
    })
  }
}

/** Half a day and half an hour later: when two refreshes run at the same time, one fails. */
export function timeOfFullRefresh(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const later = (hours * 60 + minutes + 12 * 60 + 30) % (24 * 60)
  return [Math.floor(later / 60), later % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

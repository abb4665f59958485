// Loaded into a process that is measured: writes its peak memory in MiB when it ends.
const { writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env.BENCH_PEAK_FILE, String(process.resourceUsage().maxRSS / 1024))
  })
}

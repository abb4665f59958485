# traffic/top-transfers in the shell: inflate, sum, sort. Fields 4, 5, 10, 13 and 14 of version 5.
find "$1" -name '*.gz' -print0 | xargs -0 zcat |
  awk '$14 == "OK" && $13 == "ACCEPT" { bytes[$4 " " $5] += $10 } END { for (pair in bytes) printf "%.0f %s\n", bytes[pair], pair }' |
  sort -k1,1nr -k2,2 -k3,3 | head -n 10

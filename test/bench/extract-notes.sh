#!/bin/bash
# What people do by hand with a kernel image: look for the magic of every compression in turn, unpack what stands there
# until an ELF comes out, and have readelf read its notes. The kernel's own scripts/extract-vmlinux does the first half, and
# is used where it is named; without a kernel tree, a plainer and cheaper script here stands in for it.
# usage: extract-notes.sh IMAGE [EXTRACT-VMLINUX]      prints the CPU seconds, user and system, on standard error
image=$1 script=$2 work=$(mktemp)
trap 'rm -f "$work"' EXIT

try() { # MAGIC COMMAND...
  local magic=$1 found
  shift
  for found in $(LC_ALL=C grep -obUaP "$magic" "$image" | head -n 20); do
    tail -c "+$((${found%%:*} + 1))" "$image" | "$@" > "$work" 2> /dev/null
    readelf -h "$work" > /dev/null 2>&1 && return 0
  done
  return 1
}

TIMEFORMAT='%3U %3S'
time {
  if [ -n "$script" ]; then
    bash "$script" "$image" > "$work"
  else
    try '\x1f\x8b\x08' gzip -dcq ||
      try '\xfd7zXZ\x00' xz -dcq --single-stream ||
      try 'BZh' bzip2 -dcq ||
      try '\x5d\x00\x00\x00' xz -dcq --format=lzma ||
      try '\x89LZO' lzop -dcq ||
      try '\x02\x21\x4c\x18' lz4 -dcq ||
      try '\x28\xb5\x2f\xfd' zstd -dcq --long=31
  fi
  readelf -n "$work" > /dev/null 2>&1
}

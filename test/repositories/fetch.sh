#!/bin/sh
# Fetches the kernel repositories of list.txt, each at its commit and without its history, into FOLDER/OWNER+NAME.
# usage: test/repositories/fetch.sh FOLDER [OWNER/NAME...]   (all: about 2 GB; nothing is installed)
# A repository that cannot be had is left out, and the tests say so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
wanted=" $* "
got=0
while read -r name commit; do
  [ "$wanted" = '  ' ] || case $wanted in *" $name "*) ;; *) continue ;; esac
  place=$folder/$(echo "$name" | tr / +)
  if [ ! -d "$place" ]; then
    git init -q "$place"
    if ! { git -C "$place" fetch -q --depth 1 "https://github.com/$name" "$commit" &&
      git -C "$place" -c advice.detachedHead=false checkout -q FETCH_HEAD; }; then
      rm -rf "$place"
      echo "could not be fetched: $name" >&2
      continue
    fi
  fi
  got=$((got + 1))
done <"$here/list.txt"
[ "$got" -gt 0 ]
